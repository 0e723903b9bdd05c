"""What can be wrong with a seed: one class a problem, worded so that its reader can mend it."""

from __future__ import annotations

from typing import ClassVar, Literal


class SeedProblem(Exception):
    """Something in a seed that its author should know; `str` gives it as compilers do, on one line.

    Attributes: `path` as it was given; `line`, from 1, or None where it is the whole file; `found`; `expected`; `remedy`;
    `severity`: "error" (the file is not read), "warning" (it is read, a field stays empty) or "note" (it is read as it should be).

    >>> print(InvalidDate("seeds/fair.txt", 2, "'20240231'"))
    seeds/fair.txt:2: warning: not a date: found '20240231', expected a day of the calendar as YYYYMMDD or YYYY-MM-DD;
    the article is read without a date until the line is corrected
    """

    severity: ClassVar[Literal["error", "warning", "note"]] = "error"
    wrong: ClassVar[str]
    expected: ClassVar[str]
    remedy: ClassVar[str]

    def __init__(self, path: str, line: int | None, found: str) -> None:
        super().__init__(path, line, found)
        self.path = path
        self.line = line
        self.found = found

    def __str__(self) -> str:
        place = self.path if self.line is None else f"{self.path}:{self.line}"
        return _printable(f"{place}: {self.severity}: {self.wrong}: found {self.found}, expected {self.expected}; {self.remedy}")


def _printable(text: str) -> str:
    # A file name may hold a line end, a terminal's escape code or half a character.
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


class SeedWarning(UserWarning):
    """The category under which `load_seeds` warns of a SeedProblem when it is given no other way to tell of it."""


class MissingSource(SeedProblem):
    """A file, folder or pattern that gives no seed."""

    wrong = "no seeds here"
    expected = "a file, a folder with .txt files in it, or a pattern such as seeds/*.txt"
    remedy = "correct the name, or put the articles there"


class UnreadableSeed(SeedProblem):
    """A file or folder that the operating system does not let us read."""

    wrong = "cannot be read"
    expected = "a file or folder that you may read"
    remedy = "check that it is still there and whom its permissions let in"


class DanglingLink(SeedProblem):
    """A link to nothing, or to itself."""

    wrong = "a link that leads nowhere"
    expected = "a link to a file"
    remedy = "put the file back, or delete the link"


class SeedTooLarge(SeedProblem):
    """A file larger than any article."""

    wrong = "too large for one article"
    expected = "at most 5,000,000 bytes (5 MB)"
    remedy = "split it, one article a file"


class EmptySeed(SeedProblem):
    """A file without a visible character."""

    wrong = "the file is empty"
    expected = "a title, a date, a URL and paragraphs, each on a line of its own"
    remedy = "fill it, or delete it"


class BinarySeed(SeedProblem):
    """A file that is not plain text."""

    wrong = "not a text file"
    expected = "plain text"
    remedy = "save the article as plain text in UTF-8"


class UndecodableSeed(SeedProblem):
    """Text with bytes that stand for no character."""

    wrong = "a byte that stands for no character"
    expected = "text in UTF-8, UTF-16 or Windows-1252"
    remedy = "open the file in an editor, mend the line and save it as UTF-8"


class NulCharacter(SeedProblem):
    """Text with the character U+0000 in it."""

    wrong = "not clean text"
    expected = "text without NUL characters"
    remedy = "remove them, and check that the file was copied whole"


class MissingTitle(SeedProblem):
    """A file that starts with its date or its URL."""

    wrong = "no title"
    expected = "the title in the first line"
    remedy = "insert a line with the title above"


class NoParagraphs(SeedProblem):
    """A file that ends after its title, date and URL."""

    wrong = "no paragraphs"
    expected = "the text below the title, the date and the URL, a line each paragraph"
    remedy = "add the text, or delete the file"


class MissingDate(SeedProblem):
    """An article without a date."""

    severity = "warning"
    wrong = "no date"
    expected = "YYYYMMDD or YYYY-MM-DD below the title"
    remedy = "the article is read without a date until you insert a line with it"


class InvalidDate(SeedProblem):
    """A date in another notation, or of no day in the calendar."""

    severity = "warning"
    wrong = "not a date"
    expected = "a day of the calendar as YYYYMMDD or YYYY-MM-DD"
    remedy = "the article is read without a date until the line is corrected"


class MissingUrl(SeedProblem):
    """An article without a URL."""

    severity = "warning"
    wrong = "no URL"
    expected = "the article's address, http:// or https://, below the date"
    remedy = "the article is read without a URL until you insert a line with it"


class InvalidUrl(SeedProblem):
    """An address that is not one on the web."""

    severity = "warning"
    wrong = "not a web address"
    expected = "http:// or https:// and the name of a site"
    remedy = "the article is read without a URL until the line is corrected"


class GuessedEncoding(SeedProblem):
    """Text that is not UTF-8 and was read as Windows-1252."""

    severity = "note"
    wrong = "read as Windows-1252"
    expected = "UTF-8"
    remedy = "save the file as UTF-8 if its accents or quotation marks come out wrong"


class DuplicateSeed(SeedProblem):
    """A second file with the bytes of one that was read."""

    severity = "note"
    wrong = "the same document again"
    expected = "each article once"
    remedy = "it is counted once, so nothing needs doing; delete either file to be rid of this note"
