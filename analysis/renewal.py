"""What a notebook may change in the process of its kernel, put back before the next notebook runs in it.

Runs in the kernel. The names of the notebook are dropped; the working folder, the environment, the paths and filters, the settings
of matplotlib and pandas and this package's own names become what they were; libraries stay imported, which is what saves the time.
"""

from __future__ import annotations

import os
import random
import sys
import warnings
from collections.abc import Iterator
from contextlib import ExitStack, chdir, contextmanager
from types import ModuleType
from typing import Any

_kept = ExitStack()


def renew(shell: Any) -> None:
    """Make an IPython `shell` and its process as good as new; the first call remembers what new is.

    Raises what went wrong, on which the kernel is not to be used again.
    """
    _kept.close()
    shell.reset(new_session=True)
    for restored in (chdir("."), _environment(), _paths(), warnings.catch_warnings(), _chance(), _figures(), _tables(), _package()):
        _kept.enter_context(restored)


@contextmanager
def _environment() -> Iterator[None]:
    before = dict(os.environ)
    yield
    for name in os.environ.keys() - before.keys():
        del os.environ[name]
    os.environ.update(before)


@contextmanager
def _paths() -> Iterator[None]:
    path, hooks = list(sys.path), (sys.stdout, sys.stderr, sys.displayhook, sys.excepthook)
    yield
    sys.path[:] = path
    sys.stdout, sys.stderr, sys.displayhook, sys.excepthook = hooks


@contextmanager
def _chance() -> Iterator[None]:
    import numpy as np

    state, numbers = random.getstate(), np.random.get_state()
    yield
    random.setstate(state)
    np.random.set_state(numbers)


@contextmanager
def _figures() -> Iterator[None]:
    import matplotlib as mpl

    with mpl.rc_context():
        yield
        if pyplot := sys.modules.get("matplotlib.pyplot"):
            pyplot.close("all")


@contextmanager
def _tables() -> Iterator[None]:
    yield
    if pandas := sys.modules.get("pandas"):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it warns of options of its own that go
            pandas.reset_option("all")


@contextmanager
def _package() -> Iterator[None]:
    """This package's modules: the names in those that are there become what they were, those that a notebook imports go with it."""
    before = {module: dict(vars(module)) for module in _modules()}
    yield
    for module, names in before.items():
        vars(module).clear()
        vars(module).update(names)
    for module in _modules() - before.keys():
        parent, _, name = module.__name__.rpartition(".")
        del sys.modules[module.__name__]
        vars(sys.modules[parent]).pop(name, None)


def _modules() -> set[ModuleType]:
    return {module for name, module in sys.modules.items() if name.startswith("analysis.")}
