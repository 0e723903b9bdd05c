import resource
import subprocess
import sys
import warnings

import pytest
from report_samples import Sample, tables
from typer.testing import CliRunner

from analysis import corpus, report
from analysis.__main__ import app
from analysis.corpus import AnnotationFailed
from analysis.notebooks import NotebookFailed
from analysis.report import Report
from analysis.tables import Tables

GOOD = "Fair opens\n20240517\nhttps://gazette.example/fair\nIt is open, the mayor said.\n"
NO_DATE = "Fair opens\nhttps://gazette.example/fair\nIt is open, the mayor said.\n"


def made(of_seeds):
    """An annotation that writes the tables that a function makes of the seeds."""

    def annotate_to(folder, seeds, *, csv=False, **_):
        found = of_seeds(seeds)
        if not found.documents.empty:
            found.write(folder, csv=csv)
        return len(found.documents)

    return annotate_to


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Runs a command in a folder of the test's own; the annotation and the pages are made elsewhere, and tested there."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(corpus, "annotate_to", made(lambda seeds: tables(*(Sample(path=seed.path) for seed in seeds))))
    calls = []

    def write_report(found, out, chosen, settings, *, jobs, written):
        calls.append((found, out, [notebook.name for notebook in chosen], settings, jobs))
        return Report(out / "index.html", 1, 0, run.failures)

    monkeypatch.setattr(report, "write_report", write_report)

    def run(*words):
        return CliRunner().invoke(app, list(words))

    run.failures, run.calls = [], calls
    return run


def seed(path, text=GOOD):
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)
    return str(path)


def test_help_comes_within_a_second_and_lists_the_commands():
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run([sys.executable, "-m", "analysis", "--help"], capture_output=True, text=True, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 1  # of the processor, whatever else runs
    for command in ("report", "annotate", "review", "check", "ingest", "lab"):
        assert f"  {command} " in done.stdout


@pytest.mark.parametrize("command", ["report", "annotate", "review", "check", "ingest", "lab"])
def test_every_command_explains_itself(run, command):
    done = run(command, "--help")
    assert done.exit_code == 0
    assert "Usage" in done.stdout


def test_check_is_silent_on_good_seeds_but_for_the_summary(run, tmp_path):
    seed(tmp_path / "seeds" / "a.txt")
    done = run("check", "seeds")
    assert (done.exit_code, done.stdout) == (0, "1 good, 0 errors, 0 warnings, 0 notes\n")


def test_check_prints_a_line_a_problem_as_compilers_do(run, tmp_path):
    seed(tmp_path / "seeds" / "a.txt")
    seed(tmp_path / "seeds" / "b.txt", NO_DATE)
    seed(tmp_path / "seeds" / "c.txt", "")
    done = run("check", "seeds")
    first, second, last = done.stdout.splitlines()
    assert first.startswith("seeds/b.txt:2: warning: ")
    assert second.startswith("seeds/c.txt: error: ")
    assert (done.exit_code, last) == (1, "2 good, 1 error, 1 warning, 0 notes")


@pytest.mark.parametrize("command", [("check",), ("report",), ("annotate", "--out", "tables")])
@pytest.mark.parametrize("source", ["nowhere", "empty.txt"])
def test_without_one_good_seed_the_status_is_2_and_nothing_is_written(run, tmp_path, command, source):
    seed(tmp_path / "empty.txt", "")
    done = run(*command, source)
    assert done.exit_code == 2
    assert source in done.output
    assert not run.calls
    assert not (tmp_path / "tables").exists()


def test_report_reads_seeds_and_writes_reports_unless_told_otherwise(run, tmp_path):
    seed(tmp_path / "seeds" / "a.txt")
    done = run("report")
    [(found, out, names, settings, _)] = run.calls
    assert (done.exit_code, done.stdout, done.stderr) == (0, "reports/index.html: 1 written, 0 unchanged\n", "")
    assert (found.documents["path"].tolist(), str(out), names, settings) == (["seeds/a.txt"], "reports", ["article", "corpus"], {})


def test_report_tells_of_bad_seeds_at_the_end_and_goes_on(run, tmp_path):
    seed(tmp_path / "seeds" / "a.txt", NO_DATE)
    seed(tmp_path / "seeds" / "b.txt", "")
    done = run("report")
    assert done.exit_code == 0
    assert [line.split(": ")[1] for line in done.stderr.splitlines()] == ["warning", "error"]


def test_report_takes_several_sources_notebooks_and_parameters(run, tmp_path):
    first, second = seed(tmp_path / "a.txt"), seed(tmp_path / "more" / "b.txt", f"{GOOD}And more.\n")
    done = run("report", "-p", "top", "5", first, second, "--notebook", "corpus", "--out", "elsewhere", "--jobs", "3")
    assert done.exit_code == 0, done.output
    [(found, out, names, settings, jobs)] = run.calls
    assert (len(found.documents), str(out), names, settings, jobs) == (2, "elsewhere", ["corpus"], {"top": 5}, 3)


def test_gold_is_looked_for_where_the_command_is_given_and_checked_before_any_page_is_made(run, tmp_path):
    seed(tmp_path / "seeds" / "a.txt")
    words = ("report", "--notebook", "quality", "-p", "gold", "gold.json")
    done = run(*words)
    assert (done.exit_code, run.calls) == (2, [])
    assert f"error: {tmp_path}/gold.json: cannot be read" in done.stderr
    (tmp_path / "gold.json").write_text('{"b": {"quotes": []}}')
    done = run(*words)
    assert (done.exit_code, run.calls) == (2, [])
    assert "found 'b'" in done.stderr
    (tmp_path / "gold.json").write_text('{"a": {"quotes": []}}')
    assert run(*words).exit_code == 0
    [(_, _, names, settings, _)] = run.calls
    assert (names, settings) == (["quality"], {"gold": str(tmp_path / "gold.json")})


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (["--notebook", "corpse"], "no notebook is called 'corpse': there are "),
        (["-p", "tip", "5"], "parameter 'tip' is not known: there is "),
        (["-p", "top", "five"], "parameter 'top' is a whole number, not 'five'"),
        (["-p", "seed", "a.txt"], "parameter 'seed' cannot be set here"),
        (["--speaker", "Odile Varg"], "no speaker is called 'Odile Varg'; the nearest names are Odile Varga"),
        (["--compare", "2019", "Varga"], "no article is from 2019: they are from 20"),
        (
            ["--compare", "Varga", "brackwatergazette.example"],
            "Odile Varga is a speaker and Brackwater Gazette is",
        ),
    ],
)
def test_what_report_cannot_do_it_says_before_it_does_anything(run, tmp_path, words, complaint):
    seed(tmp_path / "seeds" / "a.txt")
    done = run("report", *words)
    assert done.exit_code == 2
    assert done.stderr.startswith(f"error: {complaint}")
    assert len(done.stderr.splitlines()) == 1
    assert not run.calls


def test_several_articles_have_the_pages_of_the_most_quoted_speaker_and_of_two_sides_too(run, tmp_path):
    seed(tmp_path / "seeds" / "a.txt")
    seed(tmp_path / "seeds" / "b.txt", f"{GOOD}And more.\n")
    assert run("report").exit_code == 0
    assert run.calls[0][2:4] == (["article", "corpus", "speaker", "compare"], {})


def test_a_speaker_and_two_sides_can_be_asked_for(run, tmp_path):
    seed(tmp_path / "seeds" / "a.txt")
    assert run("report", "--speaker", "Varga").exit_code == 0
    assert run("report", "--compare", "Varga", "Aldous", "--notebook", "corpus").exit_code == 0
    assert [call[2:4] for call in run.calls] == [
        (["article", "corpus", "speaker"], {"speaker": "Varga"}),
        (["corpus", "compare"], {"first": "Varga", "second": "Aldous"}),
    ]


def test_a_notebook_that_failed_is_named_and_the_status_is_1(run, tmp_path):
    seed(tmp_path / "seeds" / "a.txt")
    run.failures.append(NotebookFailed("corpus", 4, "plot(x)", "ValueError: no x"))
    done = run("report")
    assert done.exit_code == 1
    first, then = done.stderr.splitlines()
    assert first == "error: notebook corpus, cell 4 (plot(x)): ValueError: no x"
    assert "stay as they were" in then and "python -m analysis lab" in then


def test_an_article_that_fails_is_told_of_and_the_noise_of_libraries_is_not(run, tmp_path, monkeypatch):
    def annotate(seeds):
        warnings.warn("b.txt: not annotated", AnnotationFailed, stacklevel=1)
        warnings.warn("this will change in version 9", FutureWarning, stacklevel=1)
        return tables()

    monkeypatch.setattr(corpus, "annotate_to", made(annotate))
    seed(tmp_path / "seeds" / "a.txt")
    assert run("report").stderr == "warning: b.txt: not annotated\n"


def test_when_every_article_fails_the_status_is_2(run, tmp_path, monkeypatch):
    monkeypatch.setattr(corpus, "annotate_to", made(lambda seeds: Tables.from_rows({})))
    seed(tmp_path / "seeds" / "a.txt")
    done = run("report")
    assert (done.exit_code, done.stderr.startswith("error: there is no article to read: ")) == (2, True)
    assert not run.calls


@pytest.mark.parametrize("command", [("report", "seeds"), ("annotate", "seeds", "--out", "tables")])
def test_an_interrupted_run_says_so_in_one_line_and_has_the_status_130(run, tmp_path, monkeypatch, command):
    def interrupt(seeds):
        raise KeyboardInterrupt

    monkeypatch.setattr(corpus, "annotate_to", made(interrupt))
    seed(tmp_path / "seeds" / "a.txt")
    done = run(*command)
    assert (done.exit_code, len(done.stderr.splitlines()), done.stdout) == (130, 1, "")
    assert "interrupted" in done.stderr


def test_a_folder_that_cannot_be_written_is_named_with_the_remedy(run, tmp_path):
    seed(tmp_path / "seeds" / "a.txt")
    (tmp_path / "taken").write_text("a file")
    done = run("annotate", "seeds", "--out", "taken")
    assert (done.exit_code, done.stderr) == (1, "error: taken: File exists; check that place, or choose another\n")


def test_a_pipeline_that_is_not_installed_is_named_with_the_remedy(run, tmp_path, monkeypatch):
    monkeypatch.undo()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("RAPPORTEUR_PIPELINE", "xx_none")
    seed(tmp_path / "seeds" / "a.txt")
    done = run("report")
    assert done.exit_code == 1
    assert "'xx_none' is not installed: run 'pip install" in done.stderr
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize(("more", "endings"), [([], {".parquet"}), (["--csv"], {".parquet", ".csv"})])
def test_annotate_writes_every_table(run, tmp_path, more, endings):
    seed(tmp_path / "seeds" / "a.txt")
    done = run("annotate", "seeds", "--out", "found/here", *more)
    assert done.exit_code == 0
    written = [path for path in (tmp_path / "found" / "here").iterdir() if path.is_file() and path.suffix]
    assert {path.suffix for path in written} == endings
    assert len(written) == 8 * len(endings)
    assert done.stdout == f"found/here: 1 article in {len(written)} files\n"


def test_lab_opens_the_notebook_for_exploring(run, monkeypatch):
    started = []
    monkeypatch.setattr(
        subprocess, "run", lambda words, **more: started.append((words, more)) or subprocess.CompletedProcess(words, 0)
    )
    assert run("lab").exit_code == 0
    [(words, more)] = started
    assert words[-1].endswith("notebooks/explore.ipynb")
    assert more["env"]["PYTHONPATH"]


@pytest.mark.long
def test_from_seeds_to_reports_and_again_only_what_is_new(tmp_path):
    """The one test here that leaves nothing out: files in, pages out; at first in another process, as a user has it."""
    words = "Harbour to close\n20240517\nhttps://gazette.example/{}\n“We will close it,” said Mara Quist.\nNobody {}.\n"
    seed(tmp_path / "seeds" / "a.txt", words.format("a", "answered"))

    words_of_command = ["report", str(tmp_path / "seeds"), "--out", str(tmp_path / "out")]

    def report():
        done = CliRunner().invoke(app, [*words_of_command, "--jobs", "1"])
        assert (done.exit_code, done.stderr) == (0, "")
        return done

    first = subprocess.run([sys.executable, "-m", "analysis", *words_of_command], capture_output=True, text=True, check=True)
    assert first.stderr == ""
    assert first.stdout == f"{tmp_path}/out/index.html: 2 written, 0 unchanged\n"
    assert "Most quoted: Mara Quist" in (tmp_path / "out" / "index.html").read_text()
    assert ">We will close it,</span>”</mark>" in (tmp_path / "out" / "articles" / "a.html").read_text()
    assert report().stdout.endswith("0 written, 2 unchanged\n")
    seed(tmp_path / "seeds" / "b.txt", words.format("b", "objected"))
    assert report().stdout.endswith("3 written, 1 unchanged\n")  # the new article, all of them, and their one speaker
