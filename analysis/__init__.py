"""Rapporteur: who said what, about whom, and where do they stand?

>>> from analysis import load_seeds, annotate, stance_matrix  # the interface; docs are on each function
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"
__all__ = ["Tables", "__version__", "annotate", "entity_frequency", "load_seeds", "speaker_profile", "stance_matrix"]

if TYPE_CHECKING:
    from analysis.corpus import annotate
    from analysis.seeds import load_seeds
    from analysis.summaries import entity_frequency, speaker_profile, stance_matrix
    from analysis.tables import Tables

_HOMES = {
    "Tables": "tables",
    "annotate": "corpus",
    "entity_frequency": "summaries",
    "load_seeds": "seeds",
    "speaker_profile": "summaries",
    "stance_matrix": "summaries",
}


def __getattr__(name: str) -> Any:
    """Import a part of the interface when it is first used, so that the command line answers quickly."""
    if name not in _HOMES:
        raise AttributeError(f"module 'analysis' has no attribute {name!r}")
    return getattr(import_module(f"analysis.{_HOMES[name]}"), name)
