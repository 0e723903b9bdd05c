"""The reading order: shuffled articles are put together again, well-ordered ones are left alone."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from analysis import ordering
from analysis.language import paragraphs, parse
from analysis.order_evidence import evidence, headings_first, nearness
from analysis.order_model import both_ways, columns, judged, of_lead, of_rest, shipped
from analysis.order_search import BLOCK, NEIGHBOURS, best_order
from analysis.ordering import chosen, parts, reading_order, share_right
from analysis.paragraph_features import features
from analysis.paragraph_tokens import resource

BRIDGE = (
    "Bridge at Talheim closed after cracks found",
    [
        "The road bridge at Talheim, Corvania, was closed on Tuesday after engineers found cracks in two of its piers.",
        "Transport Minister Mara Quist said the bridge would stay closed for at least six weeks. She told reporters on "
        'Tuesday that "no lorry will cross it before we know what we are dealing with".',
        "Quist added that a report by the Corvanian Road Agency (CRA) had warned of the damage last year. The minister said "
        "she had not seen the report.",
        'The CRA confirmed it had sent the report to the ministry. "We asked for money and heard nothing," said its '
        "director, Jonas Brandl.",
        "However, Brandl also said the cracks had grown faster than the agency expected.",
        "The bridge was built in 1962. About 14,000 cars use it every day.",
    ],
)
FERRY = (
    "Ferry runs aground off Ostrel, 40 passengers rescued",
    [
        "A ferry with 40 passengers ran aground off the island of Ostrel on Sunday morning, and all of them were rescued, the "
        "coast guard said.",
        "Coast guard spokeswoman Ilse Varga said the ferry, the Nordlys, struck a reef at about 6 a.m. in thick fog. Three "
        "people were treated for minor injuries, Varga said.",
        '"We felt a blow, and then the lights went out," said Peder Holm, a passenger from Lund Bay. He said the crew had '
        "handed out life jackets within minutes.",
        "Holm praised the crew, but he said nobody had told the passengers what had happened.",
        "The company that runs the ferry has not commented. It lost another ship on the same reef in 2009.",
    ],
)
LIBRARY = (
    "Marrow council votes to close city library",
    [
        "The city council of Marrow voted on Thursday to close the city library at the end of the year.",
        "Mayor Tove Lindqvist said the city could no longer pay for the building. She said a repair would cost 9 million crowns.",
        'Lindqvist said the council had looked for another house for the books. "We found none," she said.',
        "Teacher Karim Osei, who leads a campaign to keep the library, called the vote a disgrace. He said more than 11,000 "
        "people had signed a petition.",
        "Osei said the petition would also be handed to the regional government next week.",
        "The library was founded in 1887 and is the oldest in the region.",
    ],
)
ARTICLES = [pytest.param(*article, id=article[0].split()[0].lower()) for article in (BRIDGE, FERRY, LIBRARY)]


def restored(title, paragraphs, order):
    """The written numbers of the paragraphs, in the order found for a file that holds them in `order`."""
    found = reading_order(parse("\n".join(paragraphs[i] for i in order)), title)
    return [order[i] for i in found.order], found


def tau(order):
    pairs = [(order[a] < order[b]) for a in range(len(order)) for b in range(a + 1, len(order))]
    return 2 * sum(pairs) / len(pairs) - 1


def lead_last(paragraphs):
    return [*range(len(paragraphs) - 1, -1, -1)]


def relation(text, name):
    seen = features(parse(text), text, "")
    return seen.pairs[seen.pair_names.index(name)]


def signs(paragraphs, order):
    """The evidence for an article whose file holds its paragraphs in that order."""
    text = "\n".join(paragraphs)
    seen = features(parse(text), text, "")
    return evidence(chosen(seen, order), judged(chosen(seen, order), shipped(seen.single_names, seen.pair_names)), 0.0)


class TestAnArticle:
    @pytest.mark.parametrize(("title", "paragraphs"), ARTICLES)
    def test_in_its_written_order_is_left_alone(self, title, paragraphs):
        order, found = restored(title, paragraphs, list(range(len(paragraphs))))
        assert order == list(range(len(paragraphs)))
        assert not found.shuffled

    @pytest.mark.parametrize(("title", "paragraphs"), ARTICLES)
    def test_with_its_lead_elsewhere_gets_it_back(self, title, paragraphs):
        order, found = restored(title, paragraphs, lead_last(paragraphs))
        assert found.shuffled
        assert order[0] == 0

    @pytest.mark.parametrize(("title", "paragraphs"), ARTICLES)
    def test_shuffled_comes_out_nearer_to_its_written_order(self, title, paragraphs):
        source = random.Random(1)
        shuffles = [source.sample(range(len(paragraphs)), len(paragraphs)) for _ in range(5)]
        found = [restored(title, paragraphs, order)[0] for order in shuffles]
        assert np.mean([tau(order) for order in found]) > 0.4 > np.mean([tau(order) for order in shuffles])

    @pytest.mark.parametrize(("title", "paragraphs"), ARTICLES)
    def test_comes_out_nearly_alike_from_every_shuffle_that_is_recognized(self, title, paragraphs):
        source = random.Random(2)
        found = [restored(title, paragraphs, source.sample(range(len(paragraphs)), len(paragraphs))) for _ in range(8)]
        recognized = [order for order, result in found if result.shuffled]
        assert len(recognized) > 1
        assert min(tau([recognized[0].index(i) for i in order]) for order in recognized) > 0.7  # parses differ with what is near

    def test_is_trusted_less_when_shuffled(self):
        title, paragraphs = BRIDGE
        _, written = restored(title, paragraphs, list(range(len(paragraphs))))
        _, shuffled = restored(title, paragraphs, lead_last(paragraphs))
        assert shuffled.confidence < written.confidence

    def test_reads_the_same_with_curly_marks(self):
        title, paragraphs = LIBRARY
        curly = [text.replace(' "', " “").replace('"', "”") for text in paragraphs]
        order = lead_last(paragraphs)
        assert restored(title, curly, order)[0] == restored(title, paragraphs, order)[0]

    def test_gives_the_same_twice(self):
        title, paragraphs = FERRY
        text = "\n".join(paragraphs[::-1])
        assert reading_order(parse(text), title) == reading_order(parse(text), title)


class TestOddArticles:
    @pytest.mark.parametrize(
        ("text", "count"), [("", 0), ("One.", 1), ("One.\nTwo.", 2), ("A hut\nA tent\nA fair", 3), ("\n\nOne.\n\nTwo.\n", 2)]
    )
    def test_with_too_little_prose_are_left_alone(self, text, count):
        found = reading_order(parse(text))
        assert found.order == list(range(count))
        assert not found.shuffled

    def test_with_too_many_paragraphs_are_left_alone(self):
        found = reading_order(parse("\n".join(f"It rained {n} times." for n in range(ordering.MOST + 1))))
        assert found.order == list(range(ordering.MOST + 1))

    @pytest.mark.parametrize("count", [99, 300])
    def test_of_many_paragraphs_keep_every_one(self, count):
        found = reading_order(parse("\n".join(f"Speaker {n} of Talheim said the report was late." for n in range(count))))
        assert sorted(found.order) == list(range(count))

    @settings(max_examples=40)
    @given(st.lists(st.text(st.sampled_from('Qa. "”(é1?\t'), min_size=1, max_size=25), max_size=6), st.text(max_size=10))
    def test_of_any_text_give_every_paragraph_once(self, lines, title):
        doc = parse("\n".join(lines))
        found = reading_order(doc, title)
        assert sorted(found.order) == list(range(len(paragraphs(doc.text))))
        assert 0 <= found.confidence <= 1
        assert len(found.follows) == len(found.order)
        assert all(0 <= sure <= 1 for sure in found.follows)


class TestHowSureNeighboursAre:
    def test_the_written_order_is_surer_of_them_than_a_restored_one(self):
        title, paragraphs = BRIDGE
        _, written = restored(title, paragraphs, list(range(len(paragraphs))))
        _, shuffled = restored(title, paragraphs, lead_last(paragraphs))
        assert min(written.follows) > max(shuffled.follows[1:])

    def test_a_caption_follows_nothing_in_a_shuffled_article(self):
        title, paragraphs = BRIDGE
        _, found = restored(title, [*paragraphs, "The closed bridge seen from the north bank"], [*range(5, 0, -1), 6, 0])
        assert found.follows[-1] == 0 < min(found.follows[:-1])

    @pytest.mark.parametrize(("text", "sure"), [("One.", [1.0]), ("One.\nTwo.", [ordering.UNTESTED] * 2)])
    def test_of_an_order_that_is_not_examined_it_is_as_unsure_as_of_the_order(self, text, sure):
        assert reading_order(parse(text)).follows == sure


class TestTheEvidence:
    @pytest.mark.parametrize("name", ["the lead comes first", "persons in full first", "full names first"])
    @pytest.mark.parametrize(("title", "paragraphs"), ARTICLES)
    def test_speaks_for_the_written_order_rather_than_its_reverse(self, title, paragraphs, name):
        count = len(paragraphs)
        assert signs(paragraphs, list(range(count)))[name] >= signs(paragraphs, list(range(count))[::-1])[name]

    def test_a_surname_before_the_full_name_speaks_against_an_order(self):
        paragraphs = ["It rained in Talheim on Monday.", "Engineer Mara Quist measured the rain.", "Quist called it heavy."]
        for name in ("persons in full first", "full names first"):
            assert signs(paragraphs, [0, 1, 2])[name] > 0 > signs(paragraphs, [0, 2, 1])[name]

    @given(st.permutations(range(12)))
    def test_nearness_of_a_chain_is_highest_in_its_own_order(self, order):
        chain = np.eye(12, k=1) + np.eye(12, k=-1)
        assert nearness(chain[np.ix_(order, order)]) <= nearness(chain) + 1e-9

    def test_nearness_of_shuffled_paragraphs_is_about_nought(self):
        source = np.random.default_rng(0)
        relation = source.random((15, 15))
        found = [nearness(relation[np.ix_(order, order)]) for order in (source.permutation(15) for _ in range(300))]
        assert abs(np.mean(found)) < 0.2
        assert 0.7 < np.std(found) < 1.3

    def test_of_headings_is_nothing_where_there_are_none_or_nothing_else(self):
        assert headings_first([], 5) == headings_first([0, 1], 2) == 0


class TestHeadingsAndFragments:
    @pytest.mark.parametrize(
        ("text", "kind"),
        [
            ("Bridge at Talheim closed after cracks found", "headings"),
            ("Bridge at Talheim closed after cracks found.", "headings"),
            ("Talheim closed after cracks.", "headings"),
            ("Talheim closed.", "prose"),
            ("closed at Talheim, seen from the north bank on Monday.", "fragments"),
            ("Tuesday, May 14, 2024", "headings"),
            ("14 May 2024", "headings"),
            ("The bridge was shut.", "prose"),
            ("It was shut in May 2024.", "prose"),
            ("The bridge seen from the north bank on Monday", "fragments"),
            ("The bridge from the north. Image: Jonas Brandl.", "fragments"),
            ("May", "fragments"),
        ],
    )
    def test_are_told_from_prose(self, text, kind):
        assert getattr(parts([text], BRIDGE[0]), kind) == [0]

    def test_a_long_paragraph_without_its_full_stop_is_prose(self):
        assert parts([BRIDGE[1][2].rstrip(".")], BRIDGE[0]).prose == [0]

    def test_do_not_make_an_ordered_article_look_shuffled(self):
        title, paragraphs = BRIDGE
        whole = [title, "Tuesday, May 14, 2024", "The closed bridge seen from the north bank", *paragraphs]
        assert reading_order(parse("\n".join(whole)), title).order == list(range(len(whole)))

    def test_stand_around_the_prose_of_a_shuffled_article(self):
        title, paragraphs = BRIDGE
        whole = [*paragraphs, "The closed bridge seen from the north bank", "Tuesday, May 14, 2024", title]
        order, _ = restored(title, whole, [6, *range(5, 0, -1), 7, 0, 8])
        assert (order[:3], order[-1]) == ([8, 7, 0], 6)


class TestRelations:
    @pytest.mark.parametrize(
        ("name", "first", "second"),
        [
            ("full name before part of it", "Mara Quist came.", "Quist left early."),
            ("full name before part of it", "Mara Quist came.", "Ms Quist left early."),
            ("a before the", "They wrote a long report.", "The report was late."),
            ("noun before the", "Reports were late.", "The report was lost."),
            ("person before pronoun", "Mara Quist came to Talheim.", "She left early."),
            ("acronym", "The Corvanian Road Agency (CRA) wrote it.", "The CRA said no more."),
            ("initials", "The Corvanian Road Agency wrote it.", "The CRA said no more."),
            ("role before the bare name", "The engineer Mara Quist came.", "Quist left early."),
            ("role before the bare name", "Mara Quist, an engineer, came.", "Quist left early."),
            ("quotation goes on", "“We came late, Quist said. “It rained.", "“It was cold too.”"),
            ("speaker, then he", "“We came late,” Mara Quist said.", "“It rained in Talheim,” she said."),
            ("speaker, then he added", "“We came late,” Mara Quist said.", "“It rained,” she added."),
            ("same speaker added", "“We came late,” Mara Quist said.", "“It rained,” Quist added."),
            ("another speaker added", "“We came late,” Mara Quist said.", "“It rained,” Brandl added."),
            ("person, then pronoun", "Mara Quist came.", "She left early."),
            ("early year", "It was built in 1962.", "It was mended in 1987."),
            ("question before answer", "((WN)) When did it rain?", "It rained in May."),
        ],
    )
    @pytest.mark.parametrize("turned", [False, True])
    def test_say_which_of_two_paragraphs_is_read_first(self, name, first, second, turned):
        found = relation(f"{second}\n{first}" if turned else f"{first}\n{second}", name)
        if turned:
            found = found[::-1, ::-1]
        assert found[0, 1] > found[1, 0] == 0

    @pytest.mark.parametrize("name", ["words shared", "words known", "opening known", "names known", "opening names known"])
    def test_are_stronger_between_paragraphs_about_the_same_thing(self, name):
        found = relation("The bridge at Talheim was shut.\nTalheim needs its bridge.\nRain fell over Ostrel.", name)
        assert found[0, 1] > found[2, 1]

    def test_a_name_inside_a_quotation_speaks_not(self):
        found = relation('"We came late," Mara Quist said.\n"Brandl said nothing," she added.', "another speaker added")
        assert not found.any()

    def test_persons_are_named_in_full_or_by_surname(self):
        text = "Mara Quist and Tom Reyl came.\nQuist left.\nIt rained."
        seen = features(parse(text), text, "")
        assert seen.full.tolist() == [[True, True], [False, False], [False, False]]
        assert sorted(seen.bare[1].tolist()) == [False, True]

    def test_never_join_a_paragraph_to_itself(self):
        text = "\n".join(BRIDGE[1])
        assert not features(parse(text), text, "").pairs.diagonal(axis1=1, axis2=2).any()


def odds_of(upper):
    return np.triu(upper, 1) - np.triu(upper, 1).T


ODDS = st.integers(2, 7).flatmap(lambda n: arrays(float, (n, n), elements=st.integers(-3, 3).map(float))).map(odds_of)


class TestTheSearch:
    @given(ODDS, st.data())
    def test_puts_the_lead_first_and_keeps_every_paragraph(self, odds, data):
        lead = data.draw(st.integers(0, len(odds) - 1))
        found = best_order(lead, odds)
        assert found[0] == lead
        assert sorted(found) == list(range(len(odds)))

    @given(st.permutations(range(7)))
    def test_finds_the_order_that_all_pairs_agree_on(self, order):
        rank = np.argsort(order)
        odds = (rank - rank[:, None]).astype(float)
        assert best_order(order[0], odds) == list(order)

    @given(ODDS)
    def test_leaves_no_paragraph_that_would_stand_better_elsewhere(self, odds):
        found = best_order(0, odds)
        for at in range(1, len(found)):
            others = found[:at] + found[at + 1 :]
            moved = [[*others[:to], found[at], *others[to:]] for to in range(1, len(found))]
            assert max(share_right(odds, order) for order in moved) <= share_right(odds, found) + 1e-5

    @given(ODDS, st.data())
    def test_with_neighbours_finds_nothing_better_by_moving_a_few_together(self, odds, data):
        links = data.draw(arrays(float, odds.shape, elements=st.integers(-3, 3).map(float)))
        found = best_order(0, odds, links)
        weights = np.tanh(odds / 2), links * len(odds) * NEIGHBOURS

        def worth(order):
            pairs = np.triu(weights[0][np.ix_(order, order)], 1).sum()
            return pairs + weights[1][order[:-1], order[1:]].sum()

        for size in range(1, BLOCK + 1):
            for at in range(1, len(found) - size + 1):
                block, others = found[at : at + size], found[:at] + found[at + size :]
                assert all(worth(others[:to] + block + others[to:]) <= worth(found) + 1e-4 for to in range(1, len(others) + 1))

    def test_puts_a_paragraph_right_after_the_one_it_takes_up(self):
        links = np.zeros((5, 5))
        links[3, 1] = 9
        found = best_order(0, np.zeros((5, 5)), links)
        assert found[found.index(3) + 1] == 1

    def test_keeps_the_order_of_the_file_where_nothing_speaks_for_another(self):
        assert best_order(0, np.zeros((5, 5))) == [0, 1, 2, 3, 4]


class TestTheResource:
    def test_gives_weights_to_existing_features_only(self):
        text = "\n".join(BRIDGE[1])
        seen = features(parse(text), text, BRIDGE[0])
        assert set(resource()["lead"]) <= set(columns(seen.single_names, seen.pair_names, "the others"))
        assert set(resource()["before"]) <= {*columns(seen.single_names, seen.pair_names, "the lead"), *seen.pair_names}
        assert set(resource()["follows"]) <= set(both_ways(seen.pair_names))

    def test_weighs_every_evidence(self):
        assert set(resource()["shuffled"]) == {"constant", *signs(BRIDGE[1], list(range(len(BRIDGE[1]))))}
        assert list(resource()["sure"]) == list(ordering.SURENESS)

    @pytest.mark.parametrize("name", ["the lead comes first", "neighbours", "persons in full first", "the headings come first"])
    def test_lets_evidence_for_the_written_order_speak_for_it(self, name):
        assert resource()["shuffled"][name] < 0

    def test_says_how_it_was_made(self):
        assert "train_ordering.py" in " ".join(resource()["about"])

    def test_names_every_column(self):
        text = "\n".join(BRIDGE[1])
        seen = features(parse(text), text, BRIDGE[0])
        count = len(columns(seen.single_names, seen.pair_names, ""))
        assert of_lead(seen).shape == of_rest(seen, 0).shape == (len(BRIDGE[1]), count)

    @pytest.mark.parametrize(
        ("part", "name"),
        [
            ("lead", "words of the title"),
            ("before", "full name before part of it"),
            ("before", "acronym"),
            ("before", "early year"),
            ("follows", "quotation goes on"),
            ("follows", "same speaker added"),
            ("follows", "speaker, then he added"),
        ],
    )
    def test_agrees_with_what_a_reader_goes_by(self, part, name):
        assert resource()[part][name] > 0
