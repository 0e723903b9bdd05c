"""What `explorer` shows of tables: the text with its marks, the matrix, the evidence, the quotations, each as a piece of HTML."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from markupsafe import Markup

from analysis import html
from analysis.markup import Fragment, day, known, render
from analysis.outlets import outlet_name
from analysis.tables import Tables
from analysis.wording import counted

MOST = 200  # rows of a list that a notebook shows
_RANK = 3  # of a heading among those of a notebook


def text(tables: Tables) -> Fragment:
    """The newest of the articles: its text with every quotation marked and its speakers beside it.

    >>> "No article fits" in text(Tables.from_rows({}))
    True
    """
    if tables.documents.empty:
        return _nothing()
    article = tables.documents.sort_values("date", ascending=False, na_position="last", kind="stable").iloc[0]
    doc_id, one = article["doc_id"], tables.select([article["doc_id"]])
    date, outlet = known(article["date"]), known(article["outlet"])
    kicker = " · ".join(filter(None, (outlet and outlet_name(outlet), day(date) if date else "", article["path"])))
    head = render("title.html", kicker=kicker, title=article["title"], summary=html.summary(one), rank=_RANK)
    many = len(tables.documents)
    hint = f"The newest of {counted(many, 'article')}; the field “Article” has the others." if many > 1 else ""
    return _joined(_hint(hint), head, html.article_text(one, doc_id))


def matrix(tables: Tables) -> Fragment:
    """Who stands where toward what.

    >>> "Nobody is seen" in matrix(Tables.from_rows({}))
    True
    """
    from analysis.stance_plots import stance_grid  # matplotlib takes a second to import

    return html.picture(stance_grid(tables))


def evidence(tables: Tables) -> Fragment:
    """Each stance with the words that show it, the surest of them where there are many.

    >>> "Nothing was found" in evidence(Tables.from_rows({}))
    True
    """
    surest = tables.stances.sort_values("confidence", ascending=False, kind="stable").head(MOST)
    caption = "Each statement with the words that show it" + _of(len(surest), len(tables.stances), "surest")
    return html.stances_table(tables, surest, pages={}, caption=caption)


def quotations(tables: Tables) -> Fragment:
    """Who says what, the newest first.

    >>> "Nothing was found" in quotations(Tables.from_rows({}))
    True
    """
    return html.quotes_table(tables, tables.quotes, pages={}, caption="Who says what, the newest first", top=MOST, who=True)


VIEWS: Mapping[str, Callable[[Tables], Fragment]] = {
    "Text": text,
    "Matrix": matrix,
    "Evidence": evidence,
    "Quotations": quotations,
}


def _nothing() -> Fragment:
    return _hint("No article fits this choice: empty a field, or lengthen the period.")


def _hint(words: str) -> Fragment:
    return Fragment(Markup('<p class="rp rp-hint">{}</p>').format(words) if words else "")


def _of(shown: int, there: int, which: str) -> str:
    return f", the {shown:,} {which} of {there:,}" if shown < there else ""


def _joined(*parts: Markup) -> Fragment:
    return Fragment(Markup("\n").join(part for part in parts if part))
