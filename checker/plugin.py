"""The plug-in of `pytest checker`, named in pyproject.toml.

It imports next to nothing and starts what workers come from, which then imports what it needs while this process does
the same with the rest of the checker.
"""

from __future__ import annotations

import gc

import pytest

from checker.options import pytest_addoption, pytest_report_header
from checker.workers import WORKERS, Nursery, Spawned

__all__ = ["pytest_addoption", "pytest_configure", "pytest_report_header", "pytest_unconfigure"]


def pytest_configure(config: pytest.Config) -> None:
    asked = config.option
    if not (asked.collectonly or asked.help or asked.version or asked.in_process):
        config.stash[WORKERS] = Nursery() if asked.start_method == "fork" else Spawned()
    for name in ("running", "telling", *(["classroom"] if asked.submissions or asked.grader else [])):
        config.pluginmanager.import_plugin(f"checker.{name}")


def pytest_unconfigure(config: pytest.Config) -> None:
    if WORKERS in config.stash:
        config.stash[WORKERS].close()
    gc.freeze()  # the process ends: neither pytest nor Python need look through all there is once more
