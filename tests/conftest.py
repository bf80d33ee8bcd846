"""The order of the files: `python3 -m workbook test` gives each to one of two cores, as whole (`--dist loadfile`)."""

from __future__ import annotations

import pytest

# the gate alone takes as long as all others together; then those that would keep one core busy at the end.  What fills
# the server (forged submissions) comes while the gate is still at SQLite
LONGEST = (
    "test_gate",
    "test_forged",
    "test_rerun",
    "test_hub",
    "test_notebooks",
    "test_browser",
    "test_explain",
    "test_setup",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: LONGEST.index(item.path.stem) if item.path.stem in LONGEST else len(LONGEST))
