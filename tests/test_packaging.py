"""What a fresh clone relies on: pinned requirements, one version, the user's own article byte for byte."""

import hashlib
import re
import tomllib
from pathlib import Path

import pytest

import analysis

ROOT = Path(__file__).parents[1]
ARTICLE = "6bfa9c954a32f490cd44a8ca24771985cc7359b632d42828f2defc5793a31dec"
COMPILED = ["requirements", "requirements-dev"]


def pinned(name):
    """Package name to the lines of its entry in a compiled requirements file."""
    text = (ROOT / f"{name}.txt").read_text(encoding="utf-8")
    entries = re.split(r"\n(?=\S)", re.sub(r"(?m)^\s*#.*\n?", "", text).strip())
    return {re.match(r"[\w.-]+", entry)[0].lower().replace("_", "-"): entry for entry in entries}


def named(name):
    """The packages that a short requirements file names."""
    lines = (ROOT / f"{name}.in").read_text(encoding="utf-8").splitlines()
    words = [line.split("#")[0].strip() for line in lines]
    return {re.match(r"[\w.-]+", word)[0].lower().replace("_", "-") for word in words if word and not word.startswith("-")}


@pytest.mark.parametrize("name", COMPILED)
def test_every_package_is_pinned_with_its_hashes(name):
    for package, entry in pinned(name).items():
        assert re.match(rf"{re.escape(package)}(\[[\w,-]+\])?==[\w.+!]+( |$)", entry, re.IGNORECASE), entry
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", entry), package


@pytest.mark.parametrize("name", COMPILED)
def test_everything_that_is_asked_for_is_pinned(name):
    assert named(name)
    assert named(name) <= pinned(name).keys()


def test_no_package_is_pinned_twice_in_two_versions():
    run, develop = pinned("requirements"), pinned("requirements-dev")
    differing = [p for p in run.keys() & develop.keys() if run[p].split(" ")[0] != develop[p].split(" ")[0]]
    assert differing == []


def test_the_package_and_its_metadata_have_one_version():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert analysis.__version__ == project["version"]


def test_the_users_article_lies_in_seeds_byte_for_byte():
    found = [hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted((ROOT / "seeds").iterdir())]
    assert ARTICLE in found  # beside those that the user has put there since
