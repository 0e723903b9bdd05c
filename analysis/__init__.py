"""Rapporteur: who said what, about whom, and where do they stand?

>>> from analysis import load_seeds, annotate, stance_matrix  # the interface; docs are on each function
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"
__all__ = [
    "Tables",
    "__version__",
    "agreement",
    "annotate",
    "entity_frequency",
    "load_seeds",
    "speaker_profile",
    "stance_matrix",
    "stance_over_time",
]

if TYPE_CHECKING:
    from analysis.corpus import annotate
    from analysis.profile import speaker_profile
    from analysis.seeds import load_seeds
    from analysis.stance_summaries import stance_matrix, stance_over_time
    from analysis.summaries import entity_frequency
    from analysis.tables import Tables
    from analysis.who_agrees import agreement

_HOMES = {
    "Tables": "tables",
    "agreement": "who_agrees",
    "annotate": "corpus",
    "entity_frequency": "summaries",
    "load_seeds": "seeds",
    "speaker_profile": "profile",
    "stance_matrix": "stance_summaries",
    "stance_over_time": "stance_summaries",
}


def __getattr__(name: str) -> Any:
    """Import a part of the interface when it is first used, so that the command line answers quickly."""
    if name not in _HOMES:
        raise AttributeError(f"module 'analysis' has no attribute {name!r}")
    return getattr(import_module(f"analysis.{_HOMES[name]}"), name)
