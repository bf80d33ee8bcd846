"""Clues in the source to what only came out in the database: the line that raised is not the one that is to change."""

from __future__ import annotations

import ast
import linecache

from workbook.clues.lines import Line
from workbook.clues.quiet.suspects import of_source

Clues = dict[str, str]
BEHIND = {
    "unique constraint": {"add alone in a try", "driver's error caught"},
    "foreign key constraint": {"other column for a key"},
    "not null constraint": {"id before the flush"},
    "type": {"other column for a key", "expression as text"},
    "negative limit": {"end of a slice"},
    "shared": {"session of several tasks"},
    "transaction for session": {"one session for all"},
}
"""What a mistake in the source leads to, and the mistakes that do."""
ANYWHERE = {"one session for all"}
"""Those that another function of the file makes."""


def behind(clues: Clues, line: Line) -> Clues:
    """The mistake in the function's source that explains what was raised; the clues as they are if there is none."""
    causes = BEHIND.get(clues.get("cause", ""), set())
    if not causes:
        return clues
    kinds = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
    names = [each.name for each in line.around if isinstance(each, kinds)]
    source = "".join(linecache.getlines(line.frame.f_code.co_filename))
    for found in of_source(source, "" if causes & ANYWHERE else names[-1]) if names else ():
        if found["cause"] in causes:
            return found | {"by": "the source"}
    return clues
