"""Tables are written once for what they are made from: seeds, settings, and a person's corrections."""

import pandas as pd
import pytest
from typer.testing import CliRunner

from analysis.__main__ import app

SEED = 'Fair opens\n20240517\nhttps://gazette.example/fair\n"It is open," said Mara Quist.\n'


@pytest.fixture
def annotated(tmp_path, monkeypatch):
    """Annotates one article with corrections that rename the speaker; gives what was told, the speaker, and when each file was
    written."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "fair.txt").write_text(SEED)

    def annotated(name=None, row=""):
        if name:
            (tmp_path / "c.csv").write_text(f"what,name,right\nname,Mara Quist,{name}\n{row}")
        words = ["annotate", "seeds", "--out", "out", "--jobs", "1", "--corrections", "c.csv" if name else "none"]
        done = CliRunner().invoke(app, words)
        assert done.exit_code == 0, done.output
        written = {path.name: path.stat().st_mtime_ns for path in sorted((tmp_path / "out").glob("*.parquet"))}
        return done.output, pd.read_parquet(tmp_path / "out" / "quotes.parquet")["speaker"].tolist(), written

    return annotated


def test_tables_with_corrections_are_left_alone_where_nothing_is_new_and_the_same_is_told(annotated):
    first = annotated("Ilse Quist", "name,Nobody At All,Tom Reyl\n")
    assert first[1] == ["Ilse Quist"]
    assert "1 correction applied, 1 not" in first[0]
    assert "Nobody At All" in first[0] or "nobody has this name" in first[0]
    assert annotated("Ilse Quist", "name,Nobody At All,Tom Reyl\n") == first


def test_other_corrections_and_none_give_what_they_would_have_given_at_first(annotated):
    _, plain, _ = annotated()
    _, once, _ = annotated("Ilse Quist")
    _, other, _ = annotated("Anna Quist")
    _, again, _ = annotated()
    assert [plain, once, other, again] == [["Mara Quist"], ["Ilse Quist"], ["Anna Quist"], ["Mara Quist"]]
