"""Which tests go to one core together: those of a file, which share its fixtures; only the gate's lessons go apart.

`python3 -m workbook test` runs the tests on two cores (`pytest -n 2 --dist loadgroup`).
"""

from __future__ import annotations

import pytest

LONGEST = ("test_gate", "test_forged", "test_browser", "test_explain", "test_setup", "test_notebooks", "test_class")


@pytest.hookimpl(tryfirst=True)  # before xdist reads the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    # the longest first, or one core would be left with them at the end
    items.sort(key=lambda item: LONGEST.index(item.path.stem) if item.path.stem in LONGEST else len(LONGEST))
    for item in items:
        if "graders" not in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.xdist_group(item.path.stem))
