"""Files are replaced whole or not at all."""

import pytest

from analysis.files import replaced


@pytest.mark.parametrize("before", [None, "old"], ids=["new file", "old file"])
def test_a_finished_block_puts_the_whole_file_in_place(tmp_path, before):
    path = tmp_path / "a.txt"
    if before:
        path.write_text(before)
    with replaced(path) as new:
        new.write_text("whole")
        assert (path.read_text() if path.exists() else None) == before
    assert path.read_text() == "whole"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
@pytest.mark.parametrize("before", [None, "old"], ids=["new file", "old file"])
def test_a_broken_block_changes_nothing_and_leaves_nothing_behind(tmp_path, before, error):
    path = tmp_path / "a.txt"
    if before:
        path.write_text(before)
    with pytest.raises(error), replaced(path) as new:
        new.write_text("half")
        raise error
    assert [file.read_text() for file in tmp_path.iterdir()] == ([before] if before else [])


def test_a_file_has_the_rights_that_any_new_file_has(tmp_path):
    with replaced(tmp_path / "a.txt") as new:
        new.write_text("whole")
    (tmp_path / "b.txt").write_text("plain")
    assert (tmp_path / "a.txt").stat().st_mode == (tmp_path / "b.txt").stat().st_mode


def test_the_name_of_the_file_is_only_a_name(tmp_path):
    path = tmp_path / "a {b} %s ü.txt"
    with replaced(path) as new:
        assert new.parent == tmp_path
        new.write_text("whole")
    assert list(tmp_path.iterdir()) == [path]


def test_a_missing_folder_is_an_error(tmp_path):
    with pytest.raises(FileNotFoundError), replaced(tmp_path / "none" / "a.txt"):
        pass
