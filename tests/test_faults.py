"""Whatever goes wrong on the way: nothing is lost, nothing is half written, and the same call goes on from there."""

import errno
import os
import re
import shutil
import signal
import subprocess
import sys
import termios
import threading
import time
import warnings
from contextlib import suppress

import pandas as pd
import psutil
import pytest
import warm_run
from annotated import seed
from deadly import deadly
from typer.testing import CliRunner
from warm_run import start, tables, write_seeds

from analysis import corpus, store
from analysis.__main__ import app
from analysis.corpus import annotate, annotate_to
from analysis.schema import ROWS
from analysis.seeds import load_seeds
from analysis.store import DamagedStore, in_use
from analysis.tables import Tables
from analysis.versions import fingerprint
from analysis.workers import spread

ARTICLES = 8
KILLS = 18  # of the run; two workers are killed too
WORKER = "popen_loky_posix"
PAGE, DISK = 4096, 2 * 1024 * 1024
WRITE_ELSEWHERE = "choose another place with --out, or see to it that you may write there"


@pytest.fixture(scope="module")
def seeds(tmp_path_factory):
    return write_seeds(tmp_path_factory.mktemp("faults") / "seeds", ARTICLES)


@pytest.fixture(scope="module")
def undisturbed(seeds, tmp_path_factory):
    """The bytes of the tables, and how long a process of the test's own takes to make them."""
    out = tmp_path_factory.mktemp("undisturbed")
    warm_run.wait_until_ready()
    begun = time.monotonic()
    process = start(seeds, out, shard=500)
    process.join()
    assert process.exitcode == 0
    assert len(tables(out)) == len(ROWS)
    return tables(out), time.monotonic() - begun


def annotated(seeds, out, **options):
    return annotate_to(out, load_seeds(seeds), store=out / ".store", **options)


@pytest.mark.long
def test_a_run_that_is_killed_at_any_moment_goes_on(seeds, undisturbed, tmp_path):
    expected, seconds = undisturbed
    out, killed, ended = tmp_path / "0", 0, 0
    for n in range(4 * KILLS):
        process = start(seeds, out)
        process.join(seconds * (n * 0.618 % 1))
        process.kill()
        process.join()
        if (out / "documents.parquet").exists():
            Tables.open(out).check()
        if process.exitcode == 0:
            assert tables(out) == expected
            out, ended = tmp_path / str(n + 1), ended + 1
        else:
            assert process.exitcode == -signal.SIGKILL
            killed += 1
        if killed == KILLS:
            break
    assert killed == KILLS
    annotated(seeds, out)
    assert tables(out) == expected
    assert ended < KILLS


def test_a_killed_run_has_kept_what_it_had_finished_of_a_shard(seeds, undisturbed, tmp_path):
    process = start(seeds, tmp_path, shard=500)
    while not (parts := list(tmp_path.glob(".store/*/part-*"))) and process.is_alive():
        time.sleep(0.01)
    process.kill()
    process.join()
    shelf = tmp_path / ".store" / fingerprint()
    assert parts
    store.tidy(shelf)
    assert store.shards(shelf)
    assert annotated(seeds, tmp_path) == ARTICLES
    assert tables(tmp_path) == undisturbed[0]
    assert not list(shelf.glob("part-*"))


def workers():
    return [one for one in psutil.Process().children(recursive=True) if is_worker(one)]


def is_worker(process):
    try:
        return WORKER in " ".join(process.cmdline())
    except psutil.Error:  # it ended meanwhile
        return False


def test_workers_that_are_killed_cost_nothing(seeds, undisturbed, tmp_path):
    killed = []

    def kill(done):
        for pause in (1.0, 2.0):
            while not (found := [one for one in workers() if one not in killed]):
                if done.wait(0.02):
                    return
            if done.wait(pause):
                return
            with suppress(psutil.NoSuchProcess):
                found[0].kill()
                killed.append(found[0])

    done = threading.Event()
    killer = threading.Thread(target=kill, args=(done,))
    killer.start()
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # no article may be given up
        assert annotated(seeds, tmp_path, jobs=2) == ARTICLES
    done.set()
    killer.join()
    assert killed
    assert tables(tmp_path) == undisturbed[0]


def test_two_processes_give_the_tables_of_one(seeds, tmp_path):
    one, two = annotate(load_seeds(seeds)), annotate(load_seeds(seeds), jobs=2)
    for table in ROWS:
        pd.testing.assert_frame_equal(getattr(one, table), getattr(two, table))
    two.check()


def test_an_article_that_kills_every_worker_is_found_out():
    good = [seed("It rained.", doc_id=f"d{n}", path=f"{n}.txt") for n in range(6)]
    bad = seed("It snowed.", doc_id="bad", path="deadly.txt")
    results = list(spread(deadly, [good[:2], [good[2], bad], good[3:]], 2, None))
    assert bad in results
    assert sorted(one for one in results if one != bad) == [f"{n}.txt" for n in range(6)]


def test_a_worker_that_gets_ready_ahead_changes_nothing_and_none_outlasts_the_work():
    good = [seed("It rained.", doc_id=f"d{n}", path=f"{n}.txt") for n in range(3)]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert list(spread(deadly, [], 2, None, ahead=True)) == []
        assert sorted(spread(deadly, [good[:1], good[1:]], 2, None, ahead=True)) == ["0.txt", "1.txt", "2.txt"]
    _, alive = psutil.wait_procs(workers(), timeout=10)
    assert not alive


def test_a_dask_worker_that_is_killed_costs_nothing(seeds, undisturbed, tmp_path, monkeypatch):
    import dask
    from distributed import LocalCluster

    warm_run.processes()  # of which Dask's workers are made
    monkeypatch.setattr(corpus, "BATCH", 1)
    monkeypatch.setattr(store, "SHARD", 1)
    killed = []

    def kill(cluster):
        while not list(tmp_path.glob(".store/*/shard-*")):
            time.sleep(0.02)
        killed.append(psutil.Process(cluster.workers[0].pid))
        killed[0].kill()

    with (
        dask.config.set({"distributed.worker.multiprocessing-method": "forkserver"}),
        LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None, silence_logs=50) as cluster,
    ):
        killer = threading.Thread(target=kill, args=(cluster,), daemon=True)
        killer.start()
        assert annotated(seeds, tmp_path, cluster=cluster.scheduler_address) == ARTICLES
        killer.join()
    assert killed
    assert tables(tmp_path) == undisturbed[0]


def test_a_cluster_that_does_not_answer_is_named(seeds, tmp_path, monkeypatch):
    monkeypatch.setattr("analysis.workers._PATIENCE", 1)
    done = CliRunner().invoke(app, ["annotate", str(seeds), "--out", str(tmp_path), "--cluster", "tcp://127.0.0.1:9"])
    assert done.exit_code == 1
    assert done.stderr.startswith("error: the cluster at tcp://127.0.0.1:9 cannot be used: ")
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.long
@pytest.mark.parametrize(("sign", "status", "jobs"), [(signal.SIGINT, 130, 2), (signal.SIGTERM, 143, 1)])
def test_a_run_that_is_asked_to_stop_keeps_what_is_finished(tmp_path, sign, status, jobs):
    """As in a terminal: a bar shows how far it is, and Ctrl-C goes to all of its processes."""
    folder = write_seeds(tmp_path / "seeds", 200)
    command = [sys.executable, "-m", "analysis", "annotate", str(folder), "--out", str(tmp_path / "out"), "--jobs", str(jobs)]
    ours, theirs = os.openpty()
    termios.tcsetwinsize(theirs, (24, 100))
    process = subprocess.Popen(command, stderr=theirs, stdout=theirs, start_new_session=True)
    os.close(theirs)
    told = ""
    while not re.search(r"annotating: +\d+%.* [1-9]\d*/200 ", told):
        told += os.read(ours, 1000).decode()
    begun = time.monotonic()
    os.killpg(process.pid, sign) if sign == signal.SIGINT else process.send_signal(sign)
    process.wait(20)
    seconds = time.monotonic() - begun
    told = os.read(ours, 100_000).decode()
    os.close(ours)
    assert process.returncode == status
    assert told.splitlines()[-1].startswith("interrupted: what was finished is kept")
    assert "Traceback" not in told
    assert len(store.shards(tmp_path / "out" / ".store" / fingerprint())) > 0
    assert not list((tmp_path / "out").glob("*.parquet"))
    assert seconds < 2 * max(1, os.getloadavg()[0] / (os.cpu_count() or 1))  # two seconds where nothing else is going on


def test_two_runs_at_once_on_one_store(seeds, undisturbed, tmp_path):
    both = [start(seeds, tmp_path), start(seeds, tmp_path)]
    for process in both:
        process.join()
    assert [process.exitcode for process in both] == [0, 0]
    assert tables(tmp_path) == undisturbed[0]


@pytest.fixture
def disk(tmp_path):
    """A small disk of the test's own, and a way to change its options."""
    folder = tmp_path / "disk"
    folder.mkdir()

    def mount(options):
        return subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)], capture_output=True, check=False)

    if mount(f"size={DISK}").returncode:
        pytest.skip("only root may mount a disk, and not in every container")
    yield folder, mount
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


@pytest.mark.parametrize("room", [0.1, 0.6, 1.5], ids=["for nothing", "for half a shard", "for the store only"])
def test_a_full_disk_ends_the_run_and_leaves_nothing_half_written(seeds, undisturbed, disk, room):
    folder, _ = disk
    pages = sum(-(-len(data) // PAGE) for data in undisturbed[0].values())
    (folder / "filler").write_bytes(b"x" * (DISK - int(room * pages) * PAGE))
    command = ["annotate", str(seeds), "--out", str(folder / "out"), "--jobs", "1"]
    done = CliRunner().invoke(app, command)
    assert done.exit_code == 1, done.output
    assert f"{os.strerror(errno.ENOSPC)}; make room there" in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert not list(folder.glob("out/*.parquet"))
    assert not list(folder.glob("out/.*.parquet.*"))
    assert not list(folder.glob("out/.store/*/.new-*"))
    (folder / "filler").unlink()
    assert CliRunner().invoke(app, command).exit_code == 0
    assert tables(folder / "out") == undisturbed[0]


def test_a_folder_that_may_only_be_read_is_named_with_the_remedy(seeds, disk):
    folder, mount = disk
    assert not mount("remount,ro").returncode
    done = CliRunner().invoke(app, ["annotate", str(seeds), "--out", str(folder / "out"), "--jobs", "1"])
    assert (done.exit_code, done.stderr) == (1, f"error: {folder}/out: {os.strerror(errno.EROFS)}; {WRITE_ELSEWHERE}\n")


@pytest.mark.parametrize("file", ["tokens.parquet", "documents.parquet", "sums.json"])
@pytest.mark.parametrize("damage", ["cut off", "one bit", "another file", "empty"])
def test_a_damaged_shard_is_made_again(seeds, undisturbed, kept, tmp_path, file, damage):
    out = kept(tmp_path)
    place = sorted(out.glob(".store/*/shard-*"))[1] / file
    data = bytearray(place.read_bytes())
    data[len(data) // 2] ^= 1
    place.write_bytes(
        {"cut off": bytes(data[: len(data) // 2]), "one bit": bytes(data), "another file": b"PAR1 or not", "empty": b""}[damage]
    )
    (out / "quotes.parquet").unlink()  # so that the tables are made again
    with pytest.warns(DamagedStore, match=place.parent.name):
        assert annotated(seeds, out) == ARTICLES
    assert tables(out) == undisturbed[0]


@pytest.mark.parametrize("file", ["names.json", "runs.arrow"])
@pytest.mark.parametrize("damage", ["cut off", "one bit", "missing", "empty"])
def test_what_is_kept_beside_a_shard_is_made_again_where_it_is_damaged(seeds, undisturbed, kept, tmp_path, file, damage):
    out = kept(tmp_path)
    place = sorted(out.glob(".store/*/shard-*"))[1] / file
    whole = place.read_bytes()
    data = bytearray(whole)
    data[len(data) // 2] ^= 1
    place.write_bytes({"cut off": whole[: len(whole) // 2], "one bit": bytes(data)}.get(damage, b""))
    if damage == "missing":
        place.unlink()
    (out / "quotes.parquet").unlink()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert annotated(seeds, out) == ARTICLES
    assert tables(out) == undisturbed[0]
    assert place.read_bytes() == whole


@pytest.fixture(scope="module")
def kept(seeds, tmp_path_factory):
    """A function that gives a copy of a finished run, with several shards."""
    out = tmp_path_factory.mktemp("kept") / "out"
    process = start(seeds, out, shard=4)
    process.join()

    def copy(folder):
        subprocess.run(["cp", "-rp", str(out), str(folder)], check=True)
        return folder / "out"

    return copy


def test_what_is_not_the_store_s_own_is_left_alone(seeds, undisturbed, kept, tmp_path):
    out = kept(tmp_path)
    [shelf] = out.glob(".store/*")
    (shelf / "shard-notes").mkdir()
    foreign = [shelf / "notes.txt", shelf / "shard-of-mine.txt", shelf / "shard-notes" / "a.txt"]
    for path in foreign:
        path.write_text("mine")
    (out / "quotes.parquet").write_bytes(b"not a table")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert annotated(seeds, out) == ARTICLES
    assert [path.read_text() for path in foreign] == ["mine"] * 3
    assert tables(out) == undisturbed[0]


def test_a_seed_that_changes_or_vanishes_while_others_are_read(tmp_path):
    folder, problems = write_seeds(tmp_path / "seeds", 4), []

    def read():
        for n, one in enumerate(load_seeds(folder, on_problem=problems.append)):
            if n == 0:
                (folder / "001.txt").write_text("Another title\n20310101\nhttps://gazette.example/x\nMara Quist said it rained.\n")
                (folder / "002.txt").unlink()
            yield one

    found = annotate(read())
    assert found.documents["path"].map(lambda path: path[-7:]).tolist() == ["000.txt", "001.txt", "003.txt"]
    assert found.documents["title"].tolist()[1] == "Another title"
    [gone] = problems
    assert "002.txt: error: cannot be read" in str(gone)
    found.check()


def test_removed_and_old_articles_can_be_pruned(seeds, kept, tmp_path):
    out = kept(tmp_path)
    old = out / ".store" / ("0" * 16)
    old.mkdir()
    done = CliRunner().invoke(app, ["annotate", str(seeds), "--out", str(out), "--prune"])
    assert done.exit_code == 0
    assert done.stderr == f"note: removed {old}, which another version or setting made\n"
    assert not old.exists()


def test_what_another_version_is_using_is_not_pruned(seeds, kept, tmp_path):
    out = kept(tmp_path)
    old = out / ".store" / ("0" * 16)
    with in_use(old):
        done = CliRunner().invoke(app, ["annotate", str(seeds), "--out", str(out), "--prune"])
    assert (done.exit_code, done.stderr, old.exists()) == (0, "", True)


def test_csv_files_that_are_not_asked_for_again_do_not_stay_behind_to_tell_of_other_articles(seeds, tmp_path):
    shutil.copytree(seeds, tmp_path / "seeds")
    command = ["annotate", str(tmp_path / "seeds"), "--out", str(tmp_path / "out")]
    for options in (["--csv"], []):  # of the same articles they are still right
        assert CliRunner().invoke(app, [*command, *options]).exit_code == 0
        assert (tmp_path / "out" / "quotes.csv").exists()
    next((tmp_path / "seeds").iterdir()).unlink()
    assert CliRunner().invoke(app, command).exit_code == 0
    assert not list((tmp_path / "out").glob("*.csv"))


def test_nothing_is_written_where_nothing_is_new(seeds, kept, tmp_path):
    out = kept(tmp_path)
    before = {path: path.stat().st_mtime_ns for path in out.rglob("*") if path.is_file() and path.name != ".lock"}
    assert annotated(seeds, out) == ARTICLES
    assert {path: path.stat().st_mtime_ns for path in before} == before


def test_small_shards_are_put_together(seeds, undisturbed, tmp_path):
    warm_run.processes()
    process = start(seeds, tmp_path, shard=1)
    process.join()
    assert len(list(tmp_path.glob(".store/*/shard-*"))) == ARTICLES
    (tmp_path / "quotes.parquet").unlink()
    annotated(seeds, tmp_path)
    assert len(list(tmp_path.glob(".store/*/shard-*"))) == 1
    assert tables(tmp_path) == undisturbed[0]


def test_an_article_that_two_runs_kept_at_once_is_there_once(seeds, undisturbed, tmp_path, monkeypatch):
    monkeypatch.setattr(store, "FEW", 4)
    out = tmp_path / "out"
    process = start(seeds, out, shard=1)
    process.join()
    shelf = out / ".store" / fingerprint()
    each = [Tables.open(folder) for folder in sorted(shelf.glob("shard-*"))]
    both = {table: pd.concat([getattr(one, table) for one in each[:2]], ignore_index=True) for table in ROWS}
    store.keep(Tables(**both), shelf)
    (out / "quotes.parquet").unlink()
    assert annotated(seeds, out) == ARTICLES
    assert tables(out) == undisturbed[0]
    assert len(list(shelf.glob("shard-*"))) == 1
