"""The rows of corrections.csv one by one: what is asked, how it is answered, and that nothing which a person wrote is lost."""

import pytest
from asked_articles import MORE, TALK
from bs4 import BeautifulSoup
from factory import Article, corpus
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from injections import INJECTIONS

from analysis.asking import ask
from analysis.correction_file import COLUMNS, read_sheet, write_sheet
from analysis.correction_problems import CorrectionProblem
from analysis.corrections import apply, corrected
from analysis.questions import in_context, record, to_ask, usual_answers
from analysis.review import key_of, review, worth_a_look
from analysis.tables import Tables

FOUND = corpus(TALK, MORE)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "corrections.csv"


def row(what):
    return next(asked.cells for asked in worth_a_look(FOUND) if asked.cells["what"] == what)


def cells(path):
    return [line.cells for line in read_sheet(path).lines]


def text(widget):
    return BeautifulSoup(widget.value, "html.parser").get_text(" ", strip=True)


def chosen(questions, what):
    """Chooses the first row of a kind in the list."""
    questions.list.index = next(n for n, asked in enumerate(questions.rows) if asked["what"] == what)


def press(questions, answer):
    next(button for button in questions.usual if button.description == answer).click()


@pytest.mark.parametrize(
    ("what", "answers"),
    [
        ("speaker", ["ok", "nobody", "not a quotation", "Quist"]),
        ("stance", ["ok", "for", "neutral", "against", "none"]),
        ("name", ["ok", "Mara Quist", "Quist"]),
        ("order", ["ok"]),
    ],
)
def test_every_usual_answer_can_be_applied(what, answers, path):
    assert usual_answers(FOUND, row(what)) == answers
    for answer in answers:
        path.unlink(missing_ok=True)
        record(path, [row(what)], {0: answer}, {})
        done = apply(FOUND, path)
        assert (len(done.applied), done.problems) == (1, [])


def test_the_words_stand_marked_in_what_is_read_before_and_after_them():
    shown = in_context(FOUND, row("speaker"))
    assert str(shown).startswith('“<mark class="rp-lit">It has leaked for years and nobody has come to mend it</mark>,” said Tom')
    assert "said Tom Reyl.\n“It leaks,” said Quist." in shown  # which is read after it, though it stands before it in the file


def test_what_is_asked_is_what_the_spreadsheet_would_ask_less_what_is_written_there(path):
    assert to_ask(FOUND, path) == [asked.cells for asked in worth_a_look(FOUND)]
    review(FOUND, path)
    sheet = read_sheet(path)
    sheet.lines[0].cells["right"], sheet.lines[1].cells["note"] = "nobody", "ask Tom"
    write_sheet(path, sheet.columns, cells := [line.cells for line in sheet.lines])
    assert [key_of(asked) for asked in to_ask(FOUND, path)] == [key_of(line) for line in cells[2:]]
    assert len(to_ask(FOUND, path, top=2)) == 2


def test_answers_go_into_the_rows_that_are_there_and_new_rows_below_them(path):
    rows = to_ask(FOUND, path)
    write_sheet(path, ["mine", *COLUMNS], [{"mine": "Tom", "what": "name", "name": "A", "right": "B"}, rows[2]], ";")
    record(path, rows, {0: "nobody", 2: "ok"}, {})
    sheet = read_sheet(path)
    assert sheet.delimiter == ";"
    assert [(line.cells["mine"], line.cells["right"]) for line in sheet.lines] == [("Tom", "B"), ("", "ok"), ("", "nobody")]


def test_an_answer_can_be_changed_and_taken_back_but_not_that_of_somebody_else(path):
    rows = to_ask(FOUND, path)
    assert record(path, rows, {0: "nobody", 1: "ok"}, {}).saved == {0: "nobody", 1: "ok"}
    assert record(path, rows, {0: "Tom Reyl", 1: ""}, {0: "nobody", 1: "ok"}).kept == []
    assert [line["right"] for line in cells(path)] == ["Tom Reyl", ""]
    assert record(path, rows, {0: "Quist"}, {0: "nobody"}) == ({}, [0])
    assert cells(path)[0]["right"] == "Tom Reyl"


def test_nothing_is_written_where_nothing_is_answered(path):
    record(path, to_ask(FOUND, path), {0: ""}, {})
    assert not path.exists()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    there=st.lists(st.sampled_from(["", "ok", "=Mara", "nobody"]), max_size=4),
    given_=st.dictionaries(st.integers(0, 3), st.sampled_from(["", "ok", "Mara", "-1"])),
)
def test_whatever_is_answered_no_answer_in_the_file_is_lost(path, there, given_):
    rows = [asked.cells for asked in worth_a_look(FOUND)]
    write_sheet(path, COLUMNS, before := [{**rows[n], "right": right, "note": "n"} for n, right in enumerate(there)])
    done = record(path, rows, given_, {})
    after = {key_of(line): line for line in cells(path)}
    for line in before:
        assert after[key_of(line)]["note"] == "n"
        assert not line["right"] or after[key_of(line)]["right"] == line["right"]
    assert done.saved.keys() | set(done.kept) == given_.keys()
    assert all(after[key_of(rows[n])]["right"] == answer for n, answer in done.saved.items() if answer)


def test_answers_are_clicked_saved_and_applied(path):
    questions = ask(FOUND, path)
    assert "It has leaked for years" in text(questions.question)
    assert "The program thinks: nobody" in text(questions.question)
    press(questions, "Quist")
    assert questions.list.index == 1  # and on to the next
    assert questions.list.options[0][0].startswith("✓ 1. speaker: nobody → Quist | It has")
    chosen(questions, "stance")
    press(questions, "for")
    assert "2 of 6 answered, 2 not saved yet" in text(questions.message)
    questions.save.click()
    assert f"2 of 6 answered, 0 not saved yet. {path}: 2 answers saved." == text(questions.message)
    found = corrected(FOUND, path)
    assert found.quotes["speaker"].tolist() == ["Quist", "Quist", "Mara Quist"]
    assert found.stances["label"].tolist() == ["support"]


def test_a_name_of_ones_own_can_be_written_and_stays_with_its_row(path):
    questions = ask(FOUND, path)
    questions.own.value = " Ada Lund "
    questions.next.click()
    assert (questions.own.value, questions.answers) == ("", {0: "Ada Lund"})
    questions.previous.click()
    assert questions.own.value == "Ada Lund"
    questions.save.click()
    questions.own.value = ""
    questions.save.click()
    assert [line["right"] for line in cells(path)] == [""]


def test_an_answer_that_cannot_be_read_is_told_at_once_and_not_saved(path):
    questions = ask(FOUND, path)
    chosen(questions, "stance")
    questions.own.value = "perhaps"
    assert "cannot be read as an answer: found 'perhaps'" in text(questions.message)
    assert questions.list.options[questions.list.index][0].startswith("?")
    questions.save.click()
    assert f"Row {questions.list.index + 1} cannot be read." in text(questions.message)
    assert not path.exists()


def test_what_somebody_else_answered_meanwhile_stays_and_is_told(path):
    questions = ask(FOUND, path)
    record(path, questions.rows, {0: "Tom Reyl"}, {})
    press(questions, "nobody")
    questions.save.click()
    assert "Row 1 has another answer there, which stays." in text(questions.message)
    assert cells(path)[0]["right"] == "Tom Reyl"


def test_the_first_and_the_last_row_are_the_ends_of_the_list(path):
    questions = ask(FOUND, path)
    questions.previous.click()
    assert questions.list.index == 0
    for _ in questions.rows:
        questions.next.click()
    assert questions.list.index == len(questions.rows) - 1


def test_the_buttons_stay_where_they_are(path):
    """So that the keyboard, which is on one of them, goes through all rows with it."""
    questions = ask(FOUND, path)
    children, first = questions.children, questions.usual[0]
    for _ in questions.rows:
        first.click()
    assert questions.children == children
    assert set(questions.answers.values()) == {"ok"}
    assert [button.description for button in questions.usual if button.layout.display != "none"] == usual_answers(
        FOUND, questions.rows[-1]
    )


@pytest.mark.parametrize("written", ["what is right?", 'what,right\nspeaker,"Tom" Reyl\n'])
def test_a_file_that_cannot_be_read_whole_is_told_of_and_stays(path, tmp_path, written):
    path.write_text(written)
    with pytest.raises(CorrectionProblem, match=r"corrections\.csv"):
        ask(FOUND, path)
    other = tmp_path / "other.csv"
    questions = ask(FOUND, other)
    press(questions, "ok")
    other.write_text(written)
    questions.save.click()
    assert "Not saved:" in text(questions.message)
    assert other.read_text() == written


def test_where_there_is_nothing_to_ask_nothing_can_be_answered(path):
    questions = ask(Tables.from_rows({}), path)
    for button in (questions.next, questions.previous, questions.save, questions.usual[0]):
        button.click()
    assert text(questions.question) == "There is nothing to ask."
    assert questions.answers == {}
    assert not path.exists()


def test_where_no_kernel_runs_the_questions_stand_there_with_the_way_to_answer_them(path):
    shown = BeautifulSoup(ask(FOUND, path)._repr_mimebundle_()["text/html"], "html.parser")
    assert "stand here in JupyterLab" in shown.get_text()
    assert "Answer them in corrections.csv, as 'python -m analysis review' writes it" in shown.get_text()
    assert len(shown.select("tbody tr")) == 6
    assert not shown.select("button, select, input")


def test_no_words_of_a_seed_are_taken_for_html(path):
    texts = [" ".join(INJECTIONS[at : at + 9]) for at in range(0, len(INJECTIONS), 9)]
    talk = (Article([f"“{text}” said {text}."], title=text, said=[(text, text, "direct")]) for text in texts)
    questions = ask(corpus(*talk), path)
    assert len(questions.rows) >= len(texts)
    seen = [questions._repr_mimebundle_()["text/html"]]
    for number in range(len(questions.rows)):
        questions.list.index = number
        questions.own.value = texts[0]
        seen += [questions.question.value, questions.message.value]
    parts = BeautifulSoup("".join(seen), "html.parser")
    assert not parts.find_all(["script", "img", "iframe", "object", "embed", "link", "form", "svg", "math", "base", "x"])
    assert not [name for tag in parts.find_all() for name in tag.attrs if name.startswith("on")]
