"""What spreadsheets make of a file of corrections is read, and what is no such file is refused."""

import pytest
from corrected_articles import hall_and_port

from analysis.correction_problems import BrokenRow, UnreadableCorrections
from analysis.corrections import apply


@pytest.fixture
def tables():
    return hall_and_port()


CSV = "what,right,doc_id,words\r\nspeaker,Zoë Řeyl,d0,The bridge is a wreck\r\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("change", [str, lambda s: s.replace(",", ";"), lambda s: s.replace(",", "\t"), lambda s: "sep=,\r\n" + s])
def test_what_spreadsheets_write_is_read(tables, tmp_path, encoding, change):
    (tmp_path / "c.csv").write_bytes(change(CSV).encode(encoding))
    assert apply(tables, tmp_path / "c.csv").tables.quotes["speaker"][0] == "Zoë Řeyl"


def test_windows_letters_and_quoted_line_ends_are_read(tables, tmp_path):
    text = 'what,note,right,doc_id,words\nspeaker,"two\nlines",Zoë Quist,d0,a joy\nspeaker,,Ann,d0,a ferry\n'
    (tmp_path / "c.csv").write_bytes(text.encode("cp1252"))
    done = apply(tables, tmp_path / "c.csv")
    assert done.tables.quotes["speaker"][2] == "Zoë Quist"
    assert done.problems[0].line == 4


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "no column 'right' and no column 'what'"),
        (b"what,wrong\nspeaker,x\n", "no column 'right'"),
        (b"what,right,right\n", "two columns 'right'"),
        (b"PK\x03\x04more", "a zip archive"),
        (b'"what" ,right\nspeaker,x\n', "expected after"),
    ],
)
def test_what_is_no_file_of_corrections_is_refused_with_the_remedy(tables, tmp_path, data, told):
    (tmp_path / "c.csv").write_bytes(data)
    with pytest.raises(UnreadableCorrections, match="save it from the spreadsheet as CSV") as caught:
        apply(tables, tmp_path / "c.csv")
    assert told in str(caught.value)


def test_a_broken_line_costs_no_other(tables, tmp_path):
    (tmp_path / "c.csv").write_text(
        CSV.replace("\r\n", "\n") + 'speaker,"Tom" Reyl,d0,a joy\nspeaker,Ann,d0,a joy,more\nspeaker,Ann,d0,a joy\n'
    )
    done = apply(tables, tmp_path / "c.csv")
    assert [(type(problem), problem.line) for problem in done.problems] == [(BrokenRow, 3), (BrokenRow, 4)]
    assert [row.line for row in done.applied] == [2, 5]
