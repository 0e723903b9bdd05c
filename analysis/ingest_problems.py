"""What can be wrong with what is to become a seed: one class a problem, worded so that its reader can mend it."""

from __future__ import annotations

from analysis.seed_problems import SeedProblem


class NoSource(SeedProblem):
    """A file, folder or pattern with nothing in it."""

    wrong = "nothing to take here"
    expected = "a file, a folder with files in it, or a pattern such as saved/*.html"
    remedy = "correct the name, or put the articles there"


class OtherKind(SeedProblem):
    """A file of a kind that holds no articles, or none that can be read."""

    wrong = "not a kind of file that is read"
    expected = ".html, .htm, .mhtml, .jsonl, .json, .csv, .tsv or .txt"
    remedy = "save the article as a web page or as plain text, or name the file by what it holds"


class OtherFiles(SeedProblem):
    """The files of a folder that hold no articles."""

    severity = "note"
    wrong = "files of other kinds left out"
    expected = "web pages, JSON Lines, CSV and plain text"
    remedy = "nothing needs doing unless an article is among them; then save that as a web page or as plain text"


class PageTooLarge(SeedProblem):
    """A saved page larger than any with an article."""

    wrong = "too large for one page"
    expected = "at most 50,000,000 bytes (50 MB)"
    remedy = "save the page without its pictures"


class NoArticle(SeedProblem):
    """A page in which no article is found."""

    wrong = "no article on the page"
    expected = "a page with one article, its title and its text"
    remedy = "save the page of the article itself, or its text as plain text"


class DamagedRecords(SeedProblem):
    """A line or a file that is not what its name says."""

    wrong = "cannot be read"
    expected = "an object of JSON a line in .jsonl, a list of them in .json, rows with a header in .csv and .tsv"
    remedy = "mend the line, or write the file again"


class NoColumn(SeedProblem):
    """A table or a record that lacks a column that is needed."""

    wrong = "no such column"
    expected = "one for the title and one for the text"
    remedy = "say which it is: --column title=NAME --column text=NAME"


class NoTitle(SeedProblem):
    """An article without a title."""

    wrong = "no title"
    expected = "a title that is neither a date nor an address"
    remedy = "give it one, or say which column has it: --column title=NAME"


class NoText(SeedProblem):
    """An article without a text."""

    wrong = "no text"
    expected = "at least one paragraph"
    remedy = "add the text, or say which column has it: --column text=NAME"


class AmbiguousStart(SeedProblem):
    """A text whose first lines would be read as something else in a seed."""

    wrong = "the text begins with what a seed would take for its date or its address"
    expected = "a sentence"
    remedy = "give the article its date and its URL, or remove the line"


class NoDay(SeedProblem):
    """An article without a date, or with one that is not to be understood."""

    severity = "warning"
    wrong = "no date"
    expected = "a day, such as 2024-05-17, 17 May 2024 or a time stamp; 05/06/2024 might be two"
    remedy = "it is taken without a date; insert a line with it below the title, or take it again with --column date=NAME"


class NoAddress(SeedProblem):
    """An article without an address on the web."""

    severity = "warning"
    wrong = "no URL"
    expected = "http:// or https:// and the name of a site"
    remedy = "it is taken without a URL, so its outlet is not known; insert a line with it below the date"
