import pickle

import pytest

from analysis.seed_problems import SeedProblem

KINDS = [kind for kind in SeedProblem.__subclasses__() if kind.__module__ == SeedProblem.__module__]
SEVERITIES = {
    "error": "MissingSource UnreadableSeed DanglingLink SeedTooLarge EmptySeed BinarySeed UndecodableSeed NulCharacter "
    "MissingTitle NoParagraphs",
    "warning": "MissingDate InvalidDate MissingUrl InvalidUrl",
    "note": "GuessedEncoding DuplicateSeed",
}


@pytest.mark.parametrize(("severity", "names"), SEVERITIES.items())
def test_only_a_field_that_stays_empty_is_a_warning_and_only_what_costs_nothing_a_note(severity, names):
    assert {kind.__name__ for kind in KINDS if kind.severity == severity} == set(names.split())


@pytest.mark.parametrize("kind", KINDS)
def test_every_problem_says_on_one_line_where_it_is_what_was_found_and_expected_and_what_to_do(kind):
    text = str(kind("seeds/a.txt", 3, "'x'"))
    assert text == f"seeds/a.txt:3: {kind.severity}: {kind.wrong}: found 'x', expected {kind.expected}; {kind.remedy}"
    assert text.isprintable()
    assert len(text) < 250


def test_a_problem_of_the_whole_file_has_no_line_number():
    kind = KINDS[0]
    assert str(kind("seeds/a.txt", None, "x")).startswith("seeds/a.txt: ")


def test_a_path_cannot_forge_a_second_line_or_steer_the_terminal():
    kind = KINDS[0]
    assert "a\\n\\x1b[2J\\udce9.txt" in str(kind("a\n\x1b[2J\udce9.txt", None, "x"))


def test_a_problem_survives_the_way_between_processes():
    problem = KINDS[0]("a.txt", 3, "x")
    assert str(pickle.loads(pickle.dumps(problem))) == str(problem)
