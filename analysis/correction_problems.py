"""What can be wrong with a file of corrections or with a row of it: one class a problem, worded so that its reader can mend it."""

from __future__ import annotations

from typing import ClassVar, Literal

from analysis.seed_problems import SeedProblem


class CorrectionProblem(SeedProblem):
    """A row of corrections.csv that is not applied; the others are. Its attributes are those of a SeedProblem.

    >>> print(UnknownAnswer("corrections.csv", 3, "'perhaps'"))
    corrections.csv:3: cannot be read as an answer: found 'perhaps', expected one of the answers that the column "question" lists;
    write one of them into the column "right"
    """

    severity: ClassVar[Literal["error", "warning", "note"]] = "warning"

    def __str__(self) -> str:
        return super().__str__().replace(f": {self.severity}: ", ": ", 1)


class CorrectionWarning(UserWarning):
    """The category under which `annotate` warns of a correction that was not applied."""


class UnreadableCorrections(CorrectionProblem):
    """A file that is no table of corrections: nothing of it can be applied."""

    severity = "error"
    wrong = "no file of corrections"
    expected = 'a CSV file as \'python -m analysis review\' writes it, with the columns "what" and "right"'
    remedy = "save it from the spreadsheet as CSV in UTF-8, with the first line as it was, or move it away to go on without it"


class NoCorrections(CorrectionProblem):
    """A file of corrections that was asked for and is not there."""

    severity = "error"
    wrong = "no such file of corrections"
    expected = "a file that 'python -m analysis review' wrote"
    remedy = "correct the name, or write it with 'python -m analysis review SEEDS --out FILE'"


class BrokenRow(CorrectionProblem):
    """A line that is no row: a quotation mark is not closed, or there are more cells than columns."""

    wrong = "not a row of the table"
    expected = "a cell for each column, with quotation marks doubled inside quotation marks"
    remedy = "mend the line in a spreadsheet, not in a text editor, or delete it"


class UnknownKind(CorrectionProblem):
    """A row whose first column says none of the kinds there are."""

    wrong = "no such kind of correction"
    expected = "speaker, stance, name or order"
    remedy = 'write one of them into the column "what"'


class UnknownAnswer(CorrectionProblem):
    """Something in the column "right" that is none of the answers to this kind of row."""

    wrong = "cannot be read as an answer"
    expected = 'one of the answers that the column "question" lists'
    remedy = 'write one of them into the column "right"'


class MissingCell(CorrectionProblem):
    """A row without what binds it to the text."""

    wrong = "does not say what it corrects"
    expected = "the cells that 'python -m analysis review' fills"
    remedy = "fill them, or delete the row and answer it anew in the next review"


class UnknownArticle(CorrectionProblem):
    """A row of an article that is not among those read: it was left out, or its file has changed."""

    wrong = "its article is not here"
    expected = "the doc_id of an article that is read"
    remedy = "nothing is lost: it is applied when that article is read; if its file was changed, answer the row anew"


class LostWords(CorrectionProblem):
    """A row whose words are not in its article."""

    wrong = "its words are not in the article"
    expected = "words of the article, as they stand there"
    remedy = 'put the words of the article into the column "words", or delete the row'


class LostRow(CorrectionProblem):
    """A row whose words are there, but nothing is found in them any more that could be corrected."""

    wrong = "no longer fits"
    expected = "a finding of this kind in these words"
    remedy = "if nothing is missing in the report, delete the row; else answer it anew in the next review"


class AmbiguousRow(CorrectionProblem):
    """A row that fits several places."""

    wrong = "fits several places"
    expected = 'words that occur once, or their "start"'
    remedy = "put more of the words, or the number of their first character, into the row"


class UnknownName(CorrectionProblem):
    """A name that nobody has."""

    wrong = "nobody has this name"
    expected = "a name as the reports write it"
    remedy = 'correct the column "name"; if the name is gone because it comes out right by itself, delete the row'


class Contradiction(CorrectionProblem):
    """Rows that say different things of one thing: none of them is applied."""

    wrong = "rows contradict one another, and none of them is applied"
    expected = "one answer"
    remedy = "delete the wrong one"
