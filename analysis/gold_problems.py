"""What can be wrong with a file of gold: one class a problem, worded so that its reader can mend it."""

from __future__ import annotations

from analysis.seed_problems import SeedProblem


class GoldProblem(SeedProblem):
    """Something in a file of gold because of which nothing is measured. Its attributes are those of a SeedProblem.

    >>> print(NotJson("gold.json", 3, "Expecting ',' delimiter"))
    gold.json:3: not JSON: found Expecting ',' delimiter, expected one JSON object, or in a file that ends in .jsonl one a line;
    mend the line in an editor that knows JSON
    """

    def __str__(self) -> str:
        return super().__str__().replace(": error: ", ": ", 1)


class UnreadableGold(GoldProblem):
    """A file that is not there, that may not be read, or that is no text in UTF-8."""

    wrong = "cannot be read"
    expected = "a file of gold annotation in UTF-8, such as examples/gold.json"
    remedy = "correct the parameter gold: a path counts from where the command is given, in a notebook from its folder"


class NotJson(GoldProblem):
    """Text that is not JSON."""

    wrong = "not JSON"
    expected = "one JSON object, or in a file that ends in .jsonl one a line"
    remedy = "mend the line in an editor that knows JSON"


class WrongGold(GoldProblem):
    """JSON that does not have the form of gold."""

    wrong = "not gold as examples/gold.json has it"
    expected = (
        'for each article "quotes" (start_text, speakers, kind, pronoun), "stances" (speaker, target, stance: -1 or 1), '
        '"not_speech" (texts) or "attributions" (source, cue, content: lists of [start, end])'
    )
    remedy = "correct the key or the value; analysis.gold says what each of them means"


class UnknownGoldArticle(GoldProblem):
    """Gold of an article that is not among those read, or whose name several of them have."""

    wrong = "its article cannot be told"
    expected = "the name of the file of one of the articles that are read, without its folder and its ending"
    remedy = "correct the name, read its article too, or take it out of the gold"


class LostGoldWords(GoldProblem):
    """Words that are not in the article."""

    wrong = "its words are not in the article"
    expected = "words of the article, one after the other as they stand there"
    remedy = "copy them from the article"


class WrongGoldSpan(GoldProblem):
    """Offsets that are none of the article's text, or the offsets of another text."""

    wrong = "its offsets do not fit the article"
    expected = "start < end <= the number of characters of its paragraphs, joined by line ends"
    remedy = "count from 0 in the text of the article as documents.text has it"
