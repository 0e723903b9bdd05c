import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import nbformat.v4 as nb
import pytest

from analysis.kernels import in_parallel, run_notebook
from analysis.notebooks import Notebook, NotebookFailed

ROOT = Path(__file__).parent.parent


def notebook(folder, *sources, parameters=""):
    cells = [nb.new_markdown_cell("# Rivers"), nb.new_code_cell(parameters), *map(nb.new_code_cell, sources)]
    cells[1].metadata["tags"] = ["parameters"]
    return Notebook(folder / "rivers.ipynb", json.dumps(nb.new_notebook(cells=cells)), {})


def printed(node):
    return "".join(output.get("text", "") for cell in node.cells for output in cell.get("outputs", ()))


def test_a_notebook_runs_in_its_folder_with_its_parameters_and_finds_this_package(tmp_path):
    source = "import os, analysis; print(os.getcwd(), top, {'{}': name})"
    node = run_notebook(notebook(tmp_path, source, parameters="top = 1\nname = ''"), {"top": 5, "name": "{x} '\""})
    assert printed(node) == f"{tmp_path} 5 {{'{{}}': '{{x}} \\'\"'}}\n"


@pytest.mark.parametrize("given", [{}, {"top": 5}], ids=["as it comes", "with a parameter"])
def test_a_failing_cell_is_named_with_its_number_its_first_line_and_the_cause(tmp_path, given):
    failing = notebook(tmp_path, "fine = 1", "\n# why\nraise ValueError('first\\nlast')", parameters="top = 1")
    with pytest.raises(NotebookFailed) as caught:
        run_notebook(failing, given)
    assert (caught.value.notebook, caught.value.cell, caught.value.line, caught.value.cause) == ("rivers", 4, "# why", "last")
    assert str(caught.value) == "notebook rivers, cell 4 (# why): last"


def test_a_kernel_that_dies_is_a_failure_that_says_so(tmp_path):
    with pytest.raises(NotebookFailed, match="ended from outside"):
        run_notebook(notebook(tmp_path, "import os; os.kill(os.getpid(), 9)"), {})


def test_a_kernel_that_does_not_start_is_a_failure_that_says_so(tmp_path, monkeypatch):
    monkeypatch.setattr("analysis.kernels._TRIES", 0)
    with pytest.raises(NotebookFailed, match="did not start"):
        run_notebook(notebook(tmp_path, "1"), {})


def test_tasks_are_done_side_by_side_and_each_comes_back_with_its_failure():
    def work(task):
        if task == "bad":
            raise NotebookFailed("rivers", 1, "x", "y")

    done = {task: failure and failure.cause for task, failure in in_parallel(work, ["good", "bad", "fine"], jobs=2)}
    assert done == {"good": None, "bad": "y", "fine": None}


def pages(folder, *sources, jobs=1):
    """What each source prints, in the order in which they end, in kernels that are kept."""
    done = []

    def work(source):
        done.append(printed(run_notebook(notebook(folder, source), {})))

    failures = [failure for _, failure in in_parallel(work, sources, jobs) if failure]
    return done, failures


PID = "import os; print(os.getpid())"


@pytest.mark.parametrize("jobs", [1, 2])
def test_notebooks_share_as_many_kernels_as_jobs_and_these_end_with_them(tmp_path, jobs):
    done, _ = pages(tmp_path, *[f"{PID} #{n}" for n in range(5)], jobs=jobs)
    assert len(done) == 5
    assert len(set(done)) <= jobs
    assert not any(is_running(int(pid)) for pid in done)


TAMPERING = """
import os, sys, random, warnings, builtins
import matplotlib, matplotlib.pyplot, numpy, pandas
import analysis.plots, analysis.wording
left = 1
os.chdir("/"); os.environ["LEFT"] = "1"; os.environ.pop("HOME", None); sys.path.insert(0, "/left"); sys.stdout = sys.stderr
matplotlib.rcParams["font.size"] = 33; matplotlib.pyplot.figure()
warnings.simplefilter("error"); pandas.set_option("display.max_rows", 3)
import analysis.namesakes
analysis.plots.NOT_FOUND = "left"; analysis.wording.percent = None; analysis.namesakes.left = 1
"""
PROBE = """
import os, sys, warnings
import matplotlib, matplotlib.pyplot, pandas
import analysis.plots, analysis.wording, analysis.namesakes
print("left" in globals(), [name for name in sorted(globals()) if name[0] != "_"], In[-1:], len(Out), get_ipython().execution_count)
print(os.getcwd(), os.environ.get("LEFT"), "HOME" in os.environ, "/left" in sys.path, sorted(map(str, warnings.filters)))
print(matplotlib.rcParams["font.size"], matplotlib.get_backend(), matplotlib.pyplot.get_fignums())
print(pandas.get_option("display.max_rows"))
print(hasattr(analysis.namesakes, "left"), analysis.plots.NOT_FOUND, analysis.wording.percent(0.5))
"""


def test_what_a_notebook_leaves_behind_the_next_one_does_not_find(tmp_path):
    alone = printed(run_notebook(notebook(tmp_path, PROBE), {}))
    done, failures = pages(tmp_path, TAMPERING, PROBE)
    assert (done[-1], failures) == (alone, [])
    assert alone.startswith("False ")


def test_a_kernel_in_which_a_notebook_failed_or_died_is_not_used_again(tmp_path):
    done, failures = pages(tmp_path, PID, f"{PID}; raise ValueError('x')", PID, "import os; os.kill(os.getpid(), 9)", PID)
    assert [failure.cause.partition(",")[0] for failure in failures] == [
        "ValueError: x",
        "its process did not start or was ended from outside",
    ]
    assert len(done) == len(set(done)) == 3


def test_a_kernel_that_dies_between_two_notebooks_is_replaced(tmp_path):
    done = []

    def work(task):
        done.append(printed(run_notebook(notebook(tmp_path, PID), {})))
        if task == 0:
            os.kill(int(done[0]), signal.SIGKILL)
            time.sleep(0.5)

    assert [failure for _, failure in in_parallel(work, [0, 1, 2], jobs=1)] == [None] * 3
    assert len(set(done)) == 2


def test_a_notebook_of_another_folder_runs_there(tmp_path):
    folders = [tmp_path / "a", tmp_path / "b", tmp_path / "b"]
    for folder in set(folders):
        folder.mkdir()
    done = []

    def work(folder):
        done.append(printed(run_notebook(notebook(folder, "import os; print(os.getcwd())"), {})).strip())

    assert all(failure is None for _, failure in in_parallel(work, folders, jobs=1))
    assert done == list(map(str, folders))


def test_an_error_of_another_kind_stops_everything():
    with pytest.raises(ZeroDivisionError):
        list(in_parallel(lambda task: task / 0, [1], jobs=1))


def test_an_interrupted_run_ends_its_kernels_and_starts_no_more(tmp_path):
    script = tmp_path / "run.py"
    script.write_text(
        "import sys; sys.path[:0] = sys.argv[2:]\n"
        "from pathlib import Path\n"
        "from test_kernels import notebook\n"
        "from analysis.kernels import in_parallel, run_notebook\n"
        "folder = Path(sys.argv[1])\n"
        'sleeper = \'import os, time; open(str(os.getpid()) + ".pid", "w").close(); time.sleep(100)\'\n'
        "try:\n"
        "    list(in_parallel(lambda task: run_notebook(notebook(folder, sleeper), {}), [1, 2, 3], jobs=1))\n"
        "except KeyboardInterrupt:\n"
        "    sys.exit(77)\n"
    )
    with subprocess.Popen([sys.executable, str(script), str(tmp_path), str(ROOT), str(ROOT / "tests")]) as process:
        try:
            deadline = time.monotonic() + 60
            while not (started := list(tmp_path.glob("*.pid"))) and time.monotonic() < deadline:
                time.sleep(0.1)
            process.send_signal(signal.SIGINT)
            assert process.wait(timeout=120) == 77
        finally:
            process.kill()
    assert len(list(tmp_path.glob("*.pid"))) == 1
    assert not is_running(int(started[0].stem))


def is_running(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
