"""The word lists in analysis/resources/, read once a process."""

from __future__ import annotations

from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """The rows of a tab-separated list by column name; lines that start with # are its header.

    >>> rows("cues.tsv")[0].keys() >= {"lemma", "pos", "class"}
    True
    """
    lines = [
        line
        for line in files("analysis").joinpath("resources", name).read_text(encoding="utf-8").splitlines()
        if line and line[0] != "#"
    ]
    columns = lines[0].split("\t")
    return tuple(dict(zip(columns, line.split("\t"), strict=True)) for line in lines[1:])


def alternatives(cell: str) -> list[str]:
    """The parts of a cell that holds several, separated by a bar.

    >>> alternatives("Kyiv|Kiev")
    ['Kyiv', 'Kiev']
    """
    return [part for part in cell.split("|") if part and part != "-"]


class CueEntry(NamedTuple):
    """What the lexicon says of a cue: its class (say, deny, ...) and the frames that it opens."""

    category: str
    frames: frozenset[str]


@lru_cache(maxsize=1)
def cue_lexicon() -> dict[tuple[str, str], CueEntry]:
    """(lemma, VERB | NOUN | ADJ) to its entry; one with a preposition ("call for") has it in its lemma.

    >>> cue_lexicon()["say", "VERB"].category, cue_lexicon()["call for", "VERB"].category
    ('say', 'demand')
    """
    lexicon = {}
    for row in rows("cues.tsv"):
        lemma = row["lemma"] if row["prep"] == "-" else f"{row['lemma']} {row['prep']}"
        lexicon[lemma, row["pos"]] = CueEntry(row["class"], frozenset(row["frames"].split(",")))
    return lexicon


class Place(NamedTuple):
    """A country or territory and the words that stand for it."""

    name: str
    aliases: tuple[str, ...]
    adjectives: tuple[str, ...]
    people: tuple[str, ...]
    capitals: tuple[str, ...]
    seats: tuple[str, ...]


@lru_cache(maxsize=1)
def places() -> tuple[Place, ...]:
    """Every place of the list.

    >>> next(place.capitals for place in places() if place.name == "Ukraine")
    ('Kyiv', 'Kiev')
    """
    columns = ("aliases", "adjectives", "people", "capital", "seats")
    return tuple(Place(row["name"], *(tuple(alternatives(row[column])) for column in columns)) for row in rows("places.tsv"))


class Role(NamedTuple):
    """A noun for a person or body: its kind, the gender that the word itself states (m, f or None), may it stand before a name."""

    kind: str
    gender: str | None
    titled: bool


@lru_cache(maxsize=1)
def roles() -> dict[str, Role]:
    """Lower-case noun, singular and plural, to its role.

    >>> roles()["spokeswoman"].gender
    'f'
    """
    found: dict[str, Role] = {}
    for row in rows("roles.tsv"):
        role = Role(row["kind"], row["gender"].strip("-") or None, row["titled"] == "yes")
        for noun in (row["noun"], *alternatives(row["plural"])):
            found.setdefault(noun.lower(), role)
    return found


@lru_cache(maxsize=1)
def long_titles() -> dict[str, str]:
    """Short titles before names to the nouns that they are short for, both in lower case.

    >>> long_titles()["gov."]
    'governor'
    """
    return {row["short"].lower(): row["long"] for row in rows("short_titles.tsv")}


@lru_cache(maxsize=1)
def source_nouns() -> dict[str, frozenset[str]]:
    """Lower-case noun to its kinds: anonymous, document, medium, press.

    >>> "document" in source_nouns()["poll"]
    True
    """
    found: dict[str, frozenset[str]] = {}
    for row in rows("sources.tsv"):
        found[row["noun"].lower()] = found.get(row["noun"].lower(), frozenset()) | {row["kind"]}
    return found


@lru_cache(maxsize=1)
def title_words() -> dict[str, str]:
    """Words beside a marked stretch that show it to be a title or a name, to work or naming.

    >>> title_words()["novel"]
    'work'
    """
    return {row["word"].lower(): row["kind"] for row in rows("quote_titles.tsv")}


class StanceEntry(NamedTuple):
    """Where the target of a stance word stands (dobj, prep:WORD, clause) and the sign toward a thing and toward an actor there."""

    relation: str
    place: str
    sign: int
    actor_sign: int


@lru_cache(maxsize=1)
def stance_lexicon() -> dict[tuple[str, str], tuple[StanceEntry, ...]]:
    """(lemma, VERB | NOUN | ADJ) to its entries.

    >>> [entry.sign for entry in stance_lexicon()["oppose", "VERB"] if entry.place == "dobj"]
    [-1]
    """
    found: dict[tuple[str, str], tuple[StanceEntry, ...]] = {}
    for row in rows("stance_verbs.tsv"):
        entry = StanceEntry(row["relation"], row["object"], int(row["sign"]), int(row["person_sign"]))
        found[row["lemma"], row["pos"]] = (*found.get((row["lemma"], row["pos"]), ()), entry)
    return found


class NameNoun(NamedTuple):
    """What a word shows of the name that ends in it (`last`) or that it stands before (`before`): place, body or thing."""

    kind: str
    last: bool
    before: bool


@lru_cache(maxsize=1)
def company_forms() -> frozenset[str]:
    """What companies have behind their names for their legal form, without points.

    >>> "ltd" in company_forms()
    True
    """
    return frozenset(row["form"] for row in rows("company_forms.tsv"))


@lru_cache(maxsize=1)
def not_people() -> frozenset[str]:
    """Nouns that end as those for people do and name things: "number", "tractor".

    >>> "tractor" in not_people(), "farmer" in not_people()
    (True, False)
    """
    return frozenset(row["noun"] for row in rows("not_people.tsv"))


@lru_cache(maxsize=1)
def plain_words() -> frozenset[tuple[str, str]]:
    """(lemma, VERB | NOUN) of words that seldom show a side toward what stands under them.

    >>> ("tell", "VERB") in plain_words()
    True
    """
    return frozenset((row["lemma"], row["pos"]) for row in rows("plain_words.tsv"))


@lru_cache(maxsize=1)
def name_nouns() -> dict[str, NameNoun]:
    """Lower-case word to what it shows of a name that it ends or stands before.

    >>> name_nouns()["square"]
    NameNoun(kind='place', last=True, before=False)
    """
    return {row["word"]: NameNoun(row["kind"], row["last"] == "yes", row["before"] == "yes") for row in rows("name_nouns.tsv")}


@lru_cache(maxsize=1)
def regions() -> dict[str, str]:
    """The names of states and provinces, long and short, to the long one.

    >>> regions()["Ont."]
    'Ontario'
    """
    return {form: row["name"] for row in rows("regions.tsv") for form in (row["name"], *alternatives(row["short"]))}


@lru_cache(maxsize=1)
def operators() -> dict[tuple[str, str], str]:
    """(lemma, VERB | NOUN | ADJ) to what a word does to the stance under it: turn, open, other, receive.

    >>> operators()["refuse", "VERB"]
    'turn'
    """
    return {(row["word"], row["pos"]): row["effect"] for row in rows("operators.tsv")}


class ThingKinds(NamedTuple):
    """The kinds of things that a noun names, those that it may stand for where a thing was named before, and the verbs that say the
    same as it: "shut" for a closure."""

    kinds: frozenset[str]
    stands_for: frozenset[str]
    verbs: frozenset[str]


@lru_cache(maxsize=1)
def thing_kinds() -> dict[str, ThingKinds]:
    """Nouns for laws, plans, deals, works and events to what kinds of things they are.

    >>> "deal" in thing_kinds()["agreement"].stands_for and "deal" in thing_kinds()["truce"].kinds
    True
    """
    columns = ("kinds", "stands_for", "verbs")
    return {
        row["noun"]: ThingKinds(*(frozenset(alternatives(row[column])) for column in columns)) for row in rows("thing_kinds.tsv")
    }


@lru_cache(maxsize=1)
def decisions() -> dict[str, int]:
    """Verbs, with their particle or preposition, by which something is decided: to 1 if it goes ahead, to -1 if it does not.

    >>> decisions()["approve"], decisions()["throw out"]
    (1, -1)
    """
    return {row["verb"]: int(row["sign"]) for row in rows("decisions.tsv")}


class StancePhrase(NamedTuple):
    """What a verb and a noun say together: where the target stands, and the sign toward it."""

    place: str
    sign: int


@lru_cache(maxsize=1)
def stance_phrases() -> dict[tuple[str, str], tuple[StancePhrase, ...]]:
    """(lemma of a verb, of its noun) to what they say together.

    >>> stance_phrases()["turn", "back"]
    (StancePhrase(place='prep:on', sign=-1),)
    """
    found: dict[tuple[str, str], tuple[StancePhrase, ...]] = {}
    for row in rows("stance_phrases.tsv"):
        key = row["verb"], row["noun"]
        found[key] = (*found.get(key, ()), StancePhrase(row["target"], int(row["sign"])))
    return found


@lru_cache(maxsize=1)
def deeds() -> dict[str, tuple[int, int]]:
    """Verbs, with their particle, to the sign toward who is said to do it, and toward who is said not to.

    >>> deeds()["lie"], deeds()["respond"]
    ((-1, 0), (0, -1))
    """
    return {row["verb"]: (int(row["done"]), int(row["undone"])) for row in rows("deeds.tsv")}


@lru_cache(maxsize=1)
def judgements() -> dict[tuple[str, str], int]:
    """(lemma, NOUN | ADJ) to 1 for a word that praises and -1 for one that damns what it is said of.

    >>> judgements()["disgrace", "NOUN"]
    -1
    """
    return {(row["word"], row["pos"]): int(row["sign"]) for row in rows("judgements.tsv")}


class BodyKind(NamedTuple):
    """The words that show a kind of body, those of other kinds that its name may turn on, and is any body called by its noun."""

    words: frozenset[str]
    open: frozenset[str]
    any: bool


@lru_cache(maxsize=1)
def body_kinds() -> dict[str, BodyKind]:
    """Nouns that bodies are called by after they were named, to what shows that one may be.

    >>> "workers" in body_kinds()["union"].words, body_kinds()["company"].any
    (True, True)
    """
    known = {row["noun"]: row for row in rows("body_kinds.tsv")}
    found = {}
    for noun, row in known.items():
        like = row["words"].removeprefix("=") if row["words"].startswith("=") else noun
        words = frozenset((noun, like, *alternatives(known[like]["words"])))
        found[noun] = BodyKind(words, frozenset(alternatives(row["open"])), row["any"] == "yes")
    return found


@lru_cache(maxsize=1)
def words_of_bodies() -> frozenset[str]:
    """Every word that shows the kind of a body.

    >>> {"workers", "union"} <= words_of_bodies()
    True
    """
    return frozenset(word for kind in body_kinds().values() for word in kind.words)
