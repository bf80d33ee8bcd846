"""Under the traceback of a lesson's cell, the sentence on its usual cause that the checker would say."""

from __future__ import annotations

from typing import Any

from IPython.display import display

from workbook.notebook.feedback import Note


def tell_cause(result: Any) -> None:
    """After a cell that raised: its usual cause and cure, if it is known.  IPython calls it ("post_run_cell")."""
    problem = result.error_in_exec
    if isinstance(problem, Exception) and (told := cause_of(problem)):
        display(Note(told))


def cause_of(problem: Exception) -> str:
    """One sentence, or "" where nothing is known."""
    from workbook import errors  # here, with SQLAlchemy: a notebook that raises nothing needs neither
    from workbook.clues.reading import read
    from workbook.events import Trace

    clues = read(problem, Trace(), is_a_cell)
    return errors.sentence(str(clues.get("cause")), clues)


def is_a_cell(file_name: str) -> bool:
    """Whether a line of this file is a cell's, as IPython and ipykernel name them."""
    return file_name.startswith("<ipython-input") or "ipykernel_" in file_name
