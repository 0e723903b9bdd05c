"""Articles to measure on, any number: stretches of real and invented ones, put together anew, their people renamed.

usage: python benchmarks/articles.py FOLDER NUMBER [SOURCE...]

SOURCE: folders of seeds to take from (examples/ and seeds/ unless given). The same number gives the same bytes.
"""

from __future__ import annotations

import datetime as dt
import json
import random
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).parent.parent
STRETCH, STRETCHES = 3, (3, 6)  # paragraphs that stay together, and how many such stretches an article has
OUTLETS = ("courier", "voice", "herald", "tribune", "gazette", "observer", "mail", "post", "times", "echo", "star", "mirror")


def people() -> tuple[list[str], list[str]]:
    """First names and surnames of the people in the examples."""
    gold = json.loads((ROOT / "examples" / "gold.json").read_text(encoding="utf-8"))
    named = {name for article in gold.values() for quote in article["quotes"] for name in quote["speakers"]}
    full = sorted(name for name in named if re.fullmatch(r"[A-Z]\w+ [A-Z]\w+", name))
    return sorted({name.split()[0] for name in full}), sorted({name.split()[1] for name in full})


def renamed(text: str, names: Sequence[Sequence[str]], by: int) -> str:
    """A text with each first name and each surname replaced by one some places further in its list."""
    swap = {name: kind[(n + by) % len(kind)] for kind in names for n, name in enumerate(kind)}
    return re.sub(r"[A-Z]\w+", lambda found: swap.get(found[0], found[0]), text)


def articles(sources: Sequence[Path], number: int) -> Iterator[str]:
    """The texts of so many seeds."""
    files = [path for source in sources for path in sorted(source.glob("*.txt"))]
    parts = [[line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()] for path in files]
    runs = [part[i : i + STRETCH] for part in parts for i in range(3, len(part), STRETCH)]
    names, chance = people(), random.Random(number)
    for n in range(number):
        body = [line for run in chance.sample(runs, chance.randint(*STRETCHES)) for line in run]
        title = chance.choice(parts)[0]
        date = dt.date(2024, 1, 1) + dt.timedelta(days=n % 730)
        head = f"{title}\n{date:%Y%m%d}\nhttps://www.{OUTLETS[n % len(OUTLETS)]}.example/news/{n}\n"
        yield renamed(head + "\n".join(body) + "\n", names, chance.randrange(97))


def write(folder: Path, number: int, sources: Sequence[Path] = (ROOT / "examples", ROOT / "seeds")) -> None:
    """Write so many seeds into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for n, text in enumerate(articles(sources, number)):
        (folder / f"{n:06}.txt").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]), int(sys.argv[2]), *([[Path(one) for one in sys.argv[3:]]] if sys.argv[3:] else []))
