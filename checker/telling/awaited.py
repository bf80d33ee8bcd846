"""What to write where a session's, or a connection's, method was called and its coroutine thrown away, or handed on."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from workbook.clues.lines import shown
from workbook.clues.sources import called, own
from workbook.events import Trace
from workbook.files.exercise import Exercise

Clues = dict[str, str]
OWNERS = ("AsyncSession.", "AsyncConnection.", "AsyncEngine.", "AsyncTransaction.", "AsyncSessionTransaction.")


def of_never_awaited(trace: Trace, exercise: Exercise) -> list[Clues]:
    """The clues to coroutines of SQLAlchemy's that were never awaited, one for each line.

    Told of a line that is such a call alone, returns it, or keeps it under a name: others say why by what they raise.
    """
    found = {}
    for event in trace.of("never awaited"):
        name, _, number = event.where.rpartition(":")
        source = next((text for path, text in exercise.sources().items() if path.endswith(name)), "")
        if not number.isdigit() or not event.line.startswith(OWNERS):
            continue
        method = event.line.rpartition(".")[2].partition("(")[0]
        for call in _calls(source, int(number), method):
            found[event.where] = {"cause": "never awaited", "call": shown(call), "line at": event.where}
    return list(found.values())


def _calls(source: str, line: int, method: str) -> Iterator[ast.Call]:
    """The calls of this method that are a statement's whole value on that line, in an `async def`."""
    try:
        functions = [each for each in ast.walk(ast.parse(source)) if isinstance(each, ast.AsyncFunctionDef)]
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return
    for node in (each for function in functions for each in own(function)):
        call = node.value if isinstance(node, ast.Expr | ast.Return | ast.Assign) else None
        if isinstance(call, ast.Call) and call.lineno <= line <= (call.end_lineno or 0) and called(call) == method:
            yield call
