"""A failure in parts, for a class's feedback: what was called, what happened, what was expected, the SQL, a hint.

The parts never hold a value that a check compares with: a check's `assert` is told by its words or its source, with
"…" where a value stands.  What the judge's own sentences say (`at_most`, `raises`, `judge.comparing`, the worker's)
is told as it is.
"""

from __future__ import annotations

import ast
import linecache
import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Any

from checker.judge.submission import Submission
from checker.telling import explain
from checker.wall.verdicts import BROKE, WRONG, NotSolved, Raised
from workbook.events import Event, never_awaited

NUMBERED = re.compile(r"^(  \d+\. )(.*?) {2,}(\S+\.py:\d+)$", re.MULTILINE)  # a row of workbook.events.listing
MOST_CALLS, MOST_STATEMENTS, MOST_SQL = 3, 6, 400


def parts(
    problem: BaseException, outcome: str, submission: Submission, misconception: str, doubts: Sequence[str] = ()
) -> dict[str, Any]:
    """The fields `called`, `happened`, `expected`, `statements` and `hint` of a `checker.wall.results.Result`.

    What most get wrong, the check's `misconception`, is told where nothing is known of this very case.
    """
    if outcome == BROKE:
        return {"happened": "The checker itself broke; this is not held against you and costs no points."}
    if isinstance(problem, NotSolved):
        return {"happened": f"Not solved yet: {problem}"}
    told: dict[str, Any] = {"called": submission.calls[-MOST_CALLS:], "hint": ""}
    if isinstance(problem, Raised):
        told |= {"happened": "\n".join([*_frames(problem), str(problem)]), "hint": explain.sentence(problem.clues)}
        told["called"] = [call for call in told["called"] if f"→ {problem}" not in call]
    elif (check := _assertion(problem)) is not None:
        told["expected"] = _without_values(check)
    else:
        # the learner's line above its SQL, as in `statements`: narrow enough for a phone
        told["happened"] = NUMBERED.sub(r"\1\3\n     \2", str(problem))
    trace = submission.trace
    if outcome == WRONG and not told["hint"]:
        known = [*doubts, *filter(None, (explain.sentence(event.clues) for event in trace.of("error")))]
        told["hint"] = known[-1] if known else f"Most who fail this check {misconception}." * bool(misconception)
    beside = [never_awaited(event) for event in trace.of("never awaited")]
    beside += [
        f"{event.cause} raised {event.line.partition(chr(10))[0]} ({event.where})" for event in trace.of("error")
    ]
    beside += doubts
    told["happened"] = "\n".join(filter(None, [told.get("happened", ""), *list(dict.fromkeys(beside))[:MOST_CALLS]]))
    sent = [event for event in trace.statements() if event.where]
    if sent and not NUMBERED.search(str(problem)):
        told["statements"] = _listing(sent)
    return told


def _listing(sent: list[Event]) -> str:
    """The last statements, each under the learner's line that sent it."""
    rows = [f"… {len(sent) - MOST_STATEMENTS} before these"] if len(sent) > MOST_STATEMENTS else []
    for event in sent[-MOST_STATEMENTS:]:
        sql = " ".join(event.sql.split())
        rows += [f"{event.where}", f"    {sql[:MOST_SQL]}" + " …" * (len(sql) > MOST_SQL)]
    return "\n".join(rows)


def _first(lines: str) -> str:
    return lines.partition("\n")[0]


def _frames(raised: Raised) -> list[str]:
    lines = []
    for frame in raised.frames:
        lines += [f"{frame.where} in {frame.function}" if frame.function else frame.where, f"    {frame.line}"]
    return lines


def _assertion(problem: BaseException) -> ast.Assert | None:
    """The check's own `assert` that failed, or None if the AssertionError is one of the judge's."""
    last: TracebackType | None = problem.__traceback__
    while last is not None and last.tb_next is not None:
        last = last.tb_next
    if last is None or not isinstance(problem, AssertionError):
        return None
    file = last.tb_frame.f_code.co_filename
    if not Path(file).name.startswith("test_ex"):
        return None
    line = last.tb_lineno
    found = [node for node in _asserts(file) if node.lineno <= line <= (node.end_lineno or node.lineno)]
    return found[0] if found else None  # `raise AssertionError(…)`: a sentence that was written to be read


@cache
def _asserts(file: str) -> list[ast.Assert]:
    return [node for node in ast.walk(ast.parse("".join(linecache.getlines(file)))) if isinstance(node, ast.Assert)]


def _without_values(check: ast.Assert) -> str:
    """The words of an `assert`, with "…" for each value in them; its source if there are none."""
    if isinstance(check.msg, ast.Constant):
        return str(check.msg.value)
    if isinstance(check.msg, ast.JoinedStr):
        words = [str(part.value) if isinstance(part, ast.Constant) else "…" for part in check.msg.values]
        return "".join(words)
    return ast.unparse(check.test)
