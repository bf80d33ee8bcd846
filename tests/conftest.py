"""Which tests go together to one of the processes of `python3 -m workbook test`, and which of them begin.

A file's tests share its fixtures, so they stay together (`pytest -n 3 --dist loadfile`); in the two longest, those of
one database do.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from xdist.scheduler import LoadFileScheduling

BY_DATABASE = re.compile(r"(?:\w+/)*(test_gate|test_forged)\.py::.*\[(sqlite|postgres)\b")
# those that would keep one process busy at the end.  What fills the server (forged submissions) comes while the gate
# is still at SQLite
LONGEST = (
    "test_gate sqlite",
    "test_forged postgres",
    "test_forged sqlite",
    "test_rerun",
    "test_gate postgres",
    "test_hub",
    "test_notebooks",
    "test_browser",
    "test_explain",
    "test_setup",
)


def together(nodeid: str) -> str:
    """The name of the tests that this one goes with."""
    split = BY_DATABASE.match(nodeid)
    return f"{split[1]} {split[2]}" if split else nodeid.partition("::")[0].rpartition("/")[2].removesuffix(".py")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--every-check", action="store_true", help="at the gate, wrong answers meet all checks")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    order = {name: number for number, name in enumerate(LONGEST)}
    items.sort(key=lambda item: order.get(together(item.nodeid), len(order)))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> LoadFileScheduling | None:
    """Keep together what `together` says, where files are to be kept together."""
    if config.getoption("dist") != "loadfile":
        return None
    from xdist.scheduler import LoadFileScheduling

    class Scheduling(LoadFileScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return together(nodeid)

    return Scheduling(config, log)  # type: ignore[arg-type]
