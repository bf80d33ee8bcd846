"""What is wrong with a database or its URL, told in one sentence; and what such sentences have in common."""

from __future__ import annotations

START = "python3 -m workbook postgres start"


class DatabaseProblem(Exception):
    """The database cannot be used; the message is one sentence that says what to do."""

    def _render_traceback_(self) -> list[str]:
        # IPython shows these lines in place of a traceback
        return [f"{type(self).__name__}: {self}"]
