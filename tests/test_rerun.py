"""A notebook can be run again: each cell twice in a row, all of it once more, and a section without the others.

What a cell prints the second time is what is committed, or the words around it would no longer be true.
"""

from __future__ import annotations

import configparser
import re
from collections.abc import Iterator
from copy import deepcopy
from itertools import pairwise
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook
from notebook_rules import headings, tags

from workbook.notebook.author import METADATA

ROOT = Path(__file__).resolve().parent.parent
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
GOES_ON = re.compile(r"(?i)goes\s+on\s+from\s+“([^”]+)”")


@pytest.mark.parametrize("path", NOTEBOOKS, ids=[path.stem for path in NOTEBOOKS])
def test_a_notebook_can_be_run_again_and_prints_the_same(path: Path, monkeypatch):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("WORKBOOK_ROUNDS", "1")  # what is measured is not compared
    notebook = nbformat.read(path, as_version=4)
    planned = [*twice_in_a_row(notebook), *as_copies("run all again", code(notebook.cells))]
    for heading, anew, cells in sections(notebook):
        planned += as_copies("", [new_code_cell("%reset -f")] * anew)
        planned += as_copies(f"“{heading}” alone", cells)
    run([copy for _, copy, _ in planned], path.parent)
    wrong = [
        f"{when}, this cell printed {printed(copy)!r} instead of {printed(cell)!r}:\n{cell.source}"
        for when, copy, cell in planned
        if differs(copy, cell)
    ]
    assert not wrong, f"{len(wrong)} cells\n\n" + "\n\n".join(wrong)


Planned = tuple[str, NotebookNode, NotebookNode]  # in which run, the cell to be run, and the cell as committed


def twice_in_a_row(notebook: NotebookNode) -> Iterator[Planned]:
    for cell in code(notebook.cells):
        yield from as_copies("the first time", [cell])
        yield from as_copies("the second time", [cell])


def as_copies(when: str, cells: list[NotebookNode]) -> Iterator[Planned]:
    for cell in cells:
        yield when, new_code_cell(cell.source), cell


def sections(notebook: NotebookNode) -> Iterator[tuple[str, bool, list[NotebookNode]]]:
    """The heading of each section, whether it begins anew, and its cells of code with those that must come before.

    One that goes on from all that has run since the last beginning, and from nothing else, goes on there.
    """
    titles = [[*headings(cell.source)] if cell.cell_type == "markdown" else [] for cell in notebook.cells]
    starts = [number for number, found in enumerate(titles) if found]
    own, needs = {}, {}
    for start, end in pairwise([*starts, len(notebook.cells)]):
        heading = titles[start][-1]  # of two in one cell, the first has no code
        own[heading] = code(notebook.cells[start:end])
        needs[heading] = [found for cell in notebook.cells[start:end] for found in GOES_ON.findall(cell.source)]

    def before(heading: str) -> list[str]:
        return [one for needed in needs[heading] for one in [*before(needed), needed]]

    have_run: list[str] = []
    for heading, cells in own.items():
        needed = before(heading)
        anew = not needed or needed != have_run
        if cells and anew:
            set_up = code(notebook.cells[: starts[0]])
            yield heading, True, [*set_up, *(cell for one in needed for cell in own[one]), *cells]
        elif cells:
            yield heading, False, cells
        if cells:
            have_run = [*needed, heading]


def code(cells: list[NotebookNode]) -> list[NotebookNode]:
    return [cell for cell in cells if cell.cell_type == "code" and "nbval-skip" not in tags(cell)]


def run(cells: list[NotebookNode], folder: Path) -> None:
    """All of them in one kernel, also when one raises."""
    NotebookClient(
        new_notebook(cells=cells, metadata=deepcopy(METADATA)),
        timeout=120,
        kernel_name="python3",
        allow_errors=True,
        coalesce_streams=True,
        resources={"metadata": {"path": str(folder)}},
    ).execute()


def differs(copy: NotebookNode, cell: NotebookNode) -> bool:
    raised = any(output.output_type == "error" for output in copy.outputs)
    return raised or ("nbval-ignore-output" not in tags(cell) and printed(copy) != printed(cell))


def printed(cell: NotebookNode) -> str:
    """What the cell printed, less what may differ between two runs."""
    text = "".join(
        f"{output.ename}: {output.evalue}"
        if output.output_type == "error"
        else output.get("text") or output.data.get("text/plain", "")
        for output in cell.outputs
    )
    for pattern, replacement in sanitized():
        text = re.sub(pattern, replacement, text)
    return text


def sanitized() -> Iterator[tuple[str, str]]:
    """What may differ, as nbval is told it."""
    parser = configparser.RawConfigParser()
    parser.read(ROOT / "tests" / "nbval.cfg", encoding="utf-8")
    for section in parser.sections():
        yield parser[section]["regex"], parser[section]["replace"]
