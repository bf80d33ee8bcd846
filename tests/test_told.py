"""A lesson's cell that raises is told with its usual cause, under the traceback, as the checker would tell it."""

from __future__ import annotations

import nbformat
import pytest
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook
from variants import ROOT

from workbook.notebook.author import METADATA

SETUP = """\
%reload_ext workbook
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine

from workbook.bookshop import Book

engine = create_async_engine("sqlite+aiosqlite://")
session = AsyncSession(engine)
"""
CELLS = {
    "rows = await session.execute(select(Book)).scalars()": "`await` takes `session.execute(select(Book)).scalars`",
    "async with engine as connection:\n    pass": "`engine` is an engine",
    "await session.scalar(select(Book.title))": "The database has no table `books`",
    "select(Book).where(titel == 'x')": "did you mean `Book.title`",
    "1 / 0": "",
    "print('well')": "",
    "def helper():\n    return Book('1')\n\n\nhelper()": "Book(…) takes its values by name",
}


@pytest.fixture(scope="module")
def cells() -> list[nbformat.NotebookNode]:
    """The cells, run in one kernel, the extension loaded twice as a lesson's last cells do."""
    sources = [SETUP, "%reload_ext workbook", *CELLS]
    notebook = new_notebook(cells=[new_code_cell(source) for source in sources], metadata=METADATA)
    resources = {"metadata": {"path": str(ROOT / "notebooks")}}
    NotebookClient(notebook, timeout=60, kernel_name="python3", allow_errors=True, resources=resources).execute()
    return notebook.cells[2:]


@pytest.mark.parametrize("number", range(len(CELLS)))
def test_a_cell_that_raises_is_told_its_cause(cells, number: int):
    source, words = [*CELLS.items()][number]
    shown = [output for output in cells[number].outputs if output.output_type == "display_data"]
    assert len(shown) == bool(words), cells[number].outputs
    if words:
        assert words in shown[0].data["text/plain"], source
        assert "workbook-check" in shown[0].data["text/html"]
        # a coroutine that an earlier cell left may be collected here, with a warning of its own
        kinds = [output.output_type for output in cells[number].outputs if output.output_type != "stream"]
        assert kinds[-2:] == ["error", "display_data"]
