"""Many articles: the store, the order, several processes, and one that fails among good ones."""

import shutil
import warnings

import pandas as pd
import pytest
from annotated import seed

from analysis import corpus, pipeline, store
from analysis.corpus import AnnotationFailed, annotate
from analysis.schema import ROWS, Document, Paragraph
from analysis.store import DamagedStore
from analysis.tables import Tables

SEEDS = [
    seed("Mara Quist said the bridge was shut.", doc_id="d0", path="a.txt"),
    seed("“Never,” said Tom Reyl.", "Then he left the hall.", doc_id="d1", path="b.txt"),
    seed("It rained.", doc_id="d2", path="c.txt"),
]


def rows_of(one):
    """The least rows that an article can have."""
    document = Document(one.doc_id, one.path, one.title, one.date, one.url, None, one.text, 1, 2, "en", one.doc_id)
    return {table: [] for table in ROWS} | {
        "documents": [document],
        "paragraphs": [Paragraph(one.doc_id, 0, 0, len(one.text), 0, False)],
    }


@pytest.fixture
def done(monkeypatch):
    """The ids of the articles that were annotated, in order; the annotation itself is a quick one."""
    ids = []

    def begin(some, beside=None):
        ids.extend(one.doc_id for one in some)
        return some

    monkeypatch.setattr(pipeline, "begin", begin)
    monkeypatch.setattr(pipeline, "finish", lambda some: [rows_of(one) for one in some])
    return ids


def same(one, other):
    for table in ROWS:
        pd.testing.assert_frame_equal(getattr(one, table), getattr(other, table))


def test_a_second_call_annotates_nothing_and_gives_the_same(done, tmp_path):
    first = annotate(SEEDS, store=tmp_path)
    assert done == ["d0", "d1", "d2"]
    same(annotate(SEEDS, store=tmp_path), first)
    assert done == ["d0", "d1", "d2"]


def test_only_what_is_new_is_annotated(done, tmp_path):
    annotate(SEEDS[:1], store=tmp_path)
    tables = annotate(SEEDS, store=tmp_path)
    assert done == ["d0", "d1", "d2"]
    assert tables.documents["doc_id"].tolist() == ["d0", "d1", "d2"]


def test_without_a_store_everything_is_annotated_again(done):
    annotate(SEEDS)
    annotate(SEEDS)
    assert done == ["d0", "d1", "d2"] * 2


def test_what_the_rows_depend_on_opens_a_new_shelf(done, tmp_path, monkeypatch):
    annotate(SEEDS, store=tmp_path)
    monkeypatch.setattr(corpus, "fingerprint", lambda: "another")
    annotate(SEEDS, store=tmp_path)
    assert done == ["d0", "d1", "d2"] * 2


def test_removed_seeds_leave_the_tables(done, tmp_path):
    annotate(SEEDS, store=tmp_path)
    tables = annotate(SEEDS[1:], store=tmp_path)
    assert all(set(getattr(tables, table)["doc_id"]) <= {"d1", "d2"} for table in ROWS)
    assert tables.documents["doc_id"].tolist() == ["d1", "d2"]


def test_a_moved_file_gets_its_new_path_without_being_annotated_again(done, tmp_path):
    annotate(SEEDS, store=tmp_path)
    moved = seed(*SEEDS[0].paragraphs, doc_id="d0", path="archive/a.txt")
    tables = annotate([moved, *SEEDS[1:]], store=tmp_path)
    assert tables.documents["path"].tolist() == ["archive/a.txt", "b.txt", "c.txt"]
    assert len(done) == 3


@pytest.mark.parametrize("stored", [False, True], ids=["no store", "from the store"])
def test_the_rows_follow_the_seeds(done, tmp_path, stored):
    if stored:
        annotate(SEEDS, store=tmp_path)
    tables = annotate(SEEDS[::-1], store=tmp_path if stored else None)
    assert tables.documents["doc_id"].tolist() == tables.paragraphs["doc_id"].tolist() == ["d2", "d1", "d0"]


def test_a_document_that_comes_twice_is_annotated_once_under_its_first_path(done, tmp_path):
    again = seed(*SEEDS[0].paragraphs, doc_id="d0", path="copy.txt")
    for _ in range(2):
        assert annotate([SEEDS[0], again], store=tmp_path).documents["path"].tolist() == ["a.txt"]
    assert done == ["d0"]


@pytest.mark.parametrize("store", [False, True])
def test_no_seeds_give_empty_tables(tmp_path, store):
    same(annotate([], store=tmp_path if store else None), Tables.from_rows({}))


def test_a_half_written_shard_is_ignored(done, tmp_path):
    first = annotate(SEEDS, store=tmp_path)
    (shelf,) = tmp_path.iterdir()
    (shelf / ".new-left").mkdir()
    (shelf / ".new-left" / "documents.parquet").write_bytes(b"PAR1 half")
    same(annotate(SEEDS, store=tmp_path), first)
    assert len(done) == 3


@pytest.mark.parametrize("damage", ["cut off", "missing"])
def test_a_damaged_shard_is_named_and_made_again(done, tmp_path, damage):
    first = annotate(SEEDS, store=tmp_path)
    [shard] = tmp_path.glob("*/shard-*")
    file = shard / "quotes.parquet"
    file.write_bytes(file.read_bytes()[:40]) if damage == "cut off" else file.unlink()
    with pytest.warns(DamagedStore, match=shard.name):
        same(annotate(SEEDS, store=tmp_path), first)
    assert len(done) == 6


def test_an_interrupted_run_keeps_the_shards_that_it_finished(done, tmp_path, monkeypatch):
    monkeypatch.setattr(store, "SHARD", 2)

    def interrupted():
        yield from SEEDS[:2]
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        annotate(interrupted(), store=tmp_path)
    tables = annotate(SEEDS, store=tmp_path)
    assert done == ["d0", "d1", "d2"]
    assert tables.documents["doc_id"].tolist() == ["d0", "d1", "d2"]
    (shelf,) = tmp_path.iterdir()
    assert list(shelf.glob(".new-*")) == []


@pytest.mark.parametrize("lost", [True, False], ids=["not in a shard", "in a shard too"])
def test_a_part_that_a_killed_run_left_is_used_or_removed(done, tmp_path, monkeypatch, lost):
    monkeypatch.setattr(store, "SHARD", 1)
    first = annotate(SEEDS, store=tmp_path)
    monkeypatch.setattr(store, "SHARD", 500)
    monkeypatch.setattr(store, "FEW", 2)
    shard = min(tmp_path.glob("*/shard-*"))
    part = shard.with_name(f"part-{'0' * 16}")
    shard.rename(part) if lost else shutil.copytree(shard, part)
    same(annotate(SEEDS, store=tmp_path), first)
    assert done == ["d0", "d1", "d2"]
    assert not part.exists()


def test_many_shards_give_the_tables_of_one(done, tmp_path, monkeypatch):
    whole = annotate(SEEDS)
    monkeypatch.setattr(store, "SHARD", 1)
    same(annotate(SEEDS, store=tmp_path), whole)
    same(annotate(SEEDS, store=tmp_path), whole)
    assert len(done) == 6


@pytest.mark.parametrize("part", ["begin", "finish"])
def test_an_article_that_fails_is_named_and_the_others_are_annotated(part, done, tmp_path, monkeypatch):
    good = getattr(pipeline, part)

    def fails(some, beside=None):
        if "d1" in {one.doc_id for one in some}:
            raise RecursionError("too deep")
        return good(some)

    monkeypatch.setattr(pipeline, part, fails)
    with pytest.warns(AnnotationFailed, match=r"b\.txt: not annotated: RecursionError: too deep; a fault of Rapporteur: report it"):
        tables = annotate(SEEDS, store=tmp_path)
    assert tables.documents["doc_id"].tolist() == ["d0", "d2"]
    monkeypatch.setattr(pipeline, part, good)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert annotate(SEEDS, store=tmp_path).documents["doc_id"].tolist() == ["d0", "d1", "d2"]


def test_real_rows_survive_the_store(tmp_path):
    first = annotate(SEEDS, store=tmp_path)
    first.check()
    assert list(zip(first.quotes["doc_id"], first.quotes["speaker"], strict=True)) == [("d0", "Mara Quist"), ("d1", "Tom Reyl")]
    same(annotate(SEEDS, store=tmp_path), first)
