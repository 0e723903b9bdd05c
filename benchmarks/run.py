"""The benchmarks, all of them: writes RESULTS.md and results.svg beside this file.

usage: PYTHONPATH=. python benchmarks/run.py [--sizes 100 1000 10000] [--pairs 3] [--jobs 2] [--work FOLDER]

Ours and plain spaCy run in turn, as whole processes, on the same files; a ratio is the median of those of the pairs. More than
1,000 articles are annotated once, by all processes, beside nothing. Three sizes take 45 minutes.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from statistics import median
from typing import Any

import articles
import psutil
from matplotlib.figure import Figure
from measuring import Cost, measured
from tqdm import tqdm

from analysis import __version__
from analysis.versions import pipeline_version

HERE = Path(__file__).parent
PAIRED = 1000  # articles, at most


def ours(seeds: Path, out: Path, jobs: int) -> list[str]:
    """The command that annotates."""
    return [sys.executable, "-m", "analysis", "annotate", str(seeds), "--out", str(out), "--jobs", str(jobs)]


def fresh(seeds: Path, out: Path, jobs: int, prefix: Sequence[str] = ()) -> Cost:
    """A first run."""
    shutil.rmtree(out, ignore_errors=True)
    return measured([*prefix, *ours(seeds, out, jobs)])


def plain(seeds: Path, processes: int) -> Cost:
    """spaCy alone."""
    return measured([sys.executable, str(HERE / "plain.py"), str(seeds), str(processes)])


def of_size(size: int, work: Path, pairs: int, jobs: int) -> Iterator[tuple[str, Any]]:
    """The figures on so many articles by name."""
    seeds, out = work / f"seeds-{size}", work / f"tables-{size}"
    shutil.rmtree(seeds, ignore_errors=True)
    articles.write(seeds, size)
    words = sum(len(path.read_text(encoding="utf-8").split()) for path in seeds.iterdir())
    yield "articles", size
    yield "words", words
    if size > PAIRED:
        first = fresh(seeds, out, jobs)
        yield f"first, {jobs}", first.wall
        yield f"memory, {jobs}", first.megabytes
    else:
        yield "one core", fresh(seeds, out, 1, ["taskset", "--cpu-list", "0"]).wall
    for processes in (1, jobs) if size <= PAIRED else ():
        runs = [(fresh(seeds, out, processes), plain(seeds, processes)) for _ in range(pairs)]
        yield f"first, {processes}", median(mine.wall for mine, _ in runs)
        yield f"plain, {processes}", median(theirs.wall for _, theirs in runs)
        yield f"ratio, {processes}", median(mine.wall / theirs.wall for mine, theirs in runs)
        yield f"memory, {processes}", max(mine.megabytes for mine, _ in runs)
    yield "again", measured(ours(seeds, out, jobs)).wall
    (seeds / "one-more.txt").write_text("One more\n20240101\nhttps://www.echo.example/new\nIt rained, Mara Quist said.\n", "utf-8")
    yield "one more", measured(ours(seeds, out, jobs)).wall
    report = work / f"report-{size}"
    shutil.rmtree(report, ignore_errors=True)
    shutil.copytree(out / ".store", report / ".store")
    command = [sys.executable, "-m", "analysis", "report", str(seeds), "--out", str(report), "--notebook", "corpus"]
    yield "report", measured([*command, "--jobs", str(jobs)]).wall
    yield "report, megabytes", sum(path.stat().st_size for path in report.glob("*.html")) / 1e6


def table(results: list[dict[str, Any]], jobs: int) -> str:
    """The figures as a table, a column a size."""
    lines = {
        "articles": lambda r: f"{r['articles']:,}",
        "words": lambda r: f"{r['words']:,}",
        "annotate, 1 process: seconds": lambda r: f"{r['first, 1']:.1f}",
        "beside plain spaCy, 1 process": lambda r: f"{r['ratio, 1']:.2f} times",
        "annotate, 1 process on one core: seconds": lambda r: f"{r['one core']:.1f}",
        f"annotate, {jobs} processes: seconds": lambda r: f"{r[f'first, {jobs}']:.1f}",
        "articles a second": lambda r: f"{r['articles'] / r[f'first, {jobs}']:.1f}",
        "words a second": lambda r: f"{r['words'] / r[f'first, {jobs}']:,.0f}",
        f"beside plain spaCy, {jobs} processes": lambda r: f"{r[f'ratio, {jobs}']:.2f} times",
        f"{jobs} processes beside 1": lambda r: f"{r['first, 1'] / r[f'first, {jobs}']:.2f} times as fast",
        f"{jobs} processes beside 1 on one core": lambda r: f"{r['one core'] / r[f'first, {jobs}']:.2f} times as fast",
        f"plain spaCy, {jobs} processes beside 1": lambda r: f"{r['plain, 1'] / r[f'plain, {jobs}']:.2f} times as fast",
        "memory, 1 process: MB": lambda r: f"{r['memory, 1']:,.0f}",
        f"memory, {jobs} processes, all together: MB": lambda r: f"{r[f'memory, {jobs}']:,.0f}",
        "again, nothing new: seconds": lambda r: f"{r['again']:.1f} ({100 * r['again'] / r[f'first, {jobs}']:.1f} % of the first)",
        "one more article: seconds": lambda r: f"{r['one more']:.1f}",
        "report (index, corpus): seconds": lambda r: f"{r['report']:.1f}",
        "report: MB of HTML": lambda r: f"{r['report, megabytes']:.2f}",
    }
    rows = [[name, *(_cell(text, r) for r in results)] for name, text in lines.items()]
    head = [rows[0], ["---", *["---:"] * len(results)], *rows[1:]]
    return "\n".join(f"| {' | '.join(row)} |" for row in head)


def _cell(text: Callable[[dict[str, Any]], str], result: dict[str, Any]) -> str:
    """A figure, or nothing where it was not taken at that size."""
    try:
        return text(result)
    except KeyError:
        return ""


def picture(spent: dict[str, float], path: Path) -> None:
    """Where the time goes, as bars."""
    whole = spent["all"]
    parts = {name: seconds for name, seconds in spent.items() if name != "all"}
    parts["everything else"] = whole - sum(parts.values())
    names = list(parts)[::-1]
    figure = Figure(figsize=(7, 3.2), layout="constrained")
    axes = figure.subplots()
    bars = axes.barh(names, [100 * parts[name] / whole for name in names], color="#44617b")
    axes.bar_label(bars, fmt="%.0f %%", padding=3)
    axes.set_xlabel("share of the time of an annotation, one thing after another (%)")
    axes.spines[["top", "right"]].set_visible(False)
    figure.savefig(path, metadata={"Date": None})


def machine() -> str:
    """What it ran on."""
    names = [line.partition(":")[2].strip() for line in Path("/proc/cpuinfo").read_text().splitlines() if "model name" in line]
    memory = psutil.virtual_memory().total / 2**30
    processor = names[0] if names else platform.processor()
    return f"{os.cpu_count()} cores ({processor}), {memory:.0f} GB, Python {platform.python_version()}"


def main() -> None:
    """Measure and write."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--sizes", type=int, nargs="+", default=[100, 1000, 10000])
    parser.add_argument("--pairs", type=int, default=3)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--work", type=Path, default=Path("benchmarks/.work"))
    args = parser.parse_args()
    sizes = tqdm(args.sizes, unit="size", disable=None)
    results = [dict(of_size(size, args.work, args.pairs, args.jobs)) for size in sizes]
    spent = json.loads(subprocess.check_output([sys.executable, HERE / "stages.py", args.work / f"seeds-{args.sizes[0]}"]))
    picture(spent, HERE / "results.svg")
    shown = "\n".join(f"| {name} | {seconds:.2f} | {100 * seconds / spent['all']:.0f} % |" for name, seconds in spent.items())
    each = [r[f"first, {args.jobs}"] / r["articles"] for r in results]
    growth = each[-1] / each[0]
    often = "one run" if args.pairs == 1 else f"the median of {args.pairs} runs"
    text = f"""# Benchmarks

{dt.date.today():%d %B %Y}, version {__version__}, {pipeline_version()}, {machine()}.
Written by `make bench`.

Articles are put together from stretches of those in `examples/` and `seeds/`, renamed (`articles.py`). Plain spaCy is
`nlp.pipe` of the same pipeline on the same files. Whole processes, start included; up to {PAIRED:,} articles
{often} in turn with plain spaCy, more of them, and one core, once.

{table(results, args.jobs)}

An article took {growth:.2f} times as long at {results[-1]["articles"]:,} as at {results[0]["articles"]:,} ({args.jobs} processes).

## Where the time goes

![Where the time goes](results.svg)

| stage, {results[0]["articles"]:,} articles, under a profiler | seconds | share |
| --- | ---: | ---: |
{shown}
"""
    (HERE / "RESULTS.md").write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
