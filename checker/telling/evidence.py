"""For `--explain`: what each explanation was chosen by, and what there was to be seen where there is none."""

from __future__ import annotations

import ast
import contextlib
from collections.abc import Generator, Iterator
from typing import Any

import pytest

from checker.judge.case import Case
from checker.judge.running import CASE
from checker.judge.submission import Submission
from checker.telling import explain
from checker.telling.doubts import of_case
from checker.telling.telling import harmless, of_check
from checker.wall.verdicts import Raised, outcome_of
from workbook.files.exercise import Exercise

LAST_EVENTS = 6
MOST_OF_A_TREE = 600  # characters
_seen: list[tuple[str, list[str]]] = []  # a check, and what to print of it


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo) -> Generator[None, Any, Any]:
    report = yield
    problem, case = call.excinfo.value if call.excinfo is not None else None, item.stash.get(CASE, None)
    if call.when == "call" and case is not None and problem is not None and not report.skipped:
        _seen.append((item.name, list(evidence(problem, case, of_check(item)["function"]))))
    return report


def pytest_terminal_summary(terminalreporter: Any) -> None:
    terminalreporter.write_line("")
    if not _seen:
        terminalreporter.write_line("Nothing raised and nothing failed: there is nothing to explain.")
    for check, lines in _seen:
        terminalreporter.write_line(check, bold=True)
        for line in lines:
            terminalreporter.write_line(f"    {harmless(line)}")


def evidence(problem: BaseException, case: Case, function: str) -> Iterator[str]:
    """Lines on every exception that a check's failure shows: the clues to its cause, or what else was there."""
    raised = [(f"{problem}", problem.clues, problem.names)] if isinstance(problem, Raised) else []
    raised += [(event.line, dict(event.clues), []) for event in case.submission.trace.of("error")]
    raised += [("beside it", clues, []) for clues in of_case(case, function, problem, outcome_of(problem))]
    if not raised:
        yield f"{type(problem).__name__}: nothing raised, so the check's own words are all that is told"
    for said, clues, names in raised:
        yield said.splitlines()[0] if said else "an exception without words"
        told = explain.sentence(clues)
        if told:
            about = {name: clue for name, clue in clues.items() if name not in ("cause", "by")}
            yield f"told:     {told}"
            yield f"cause:    {clues['cause']!r}, seen by {clues.get('by', 'the judge')}"
            yield from (f"          {name} = {clue}" for name, clue in about.items())
        else:
            yield "told:     nothing but the exception.  What there was to be seen:"
            yield from (f"is a:     {', '.join(names)}" for _ in names[:1])
            yield from seen(problem, case.submission, Exercise(case.file))


def seen(problem: BaseException, submission: Submission, exercise: Exercise) -> Iterator[str]:
    """The failing line, its syntax tree, and the end of the trace."""
    for frame in getattr(problem, "frames", [])[-1:]:
        yield f"line:     {frame.where}  {frame.line}"
        yield from (f"tree:     {tree}" for tree in trees(frame.where, exercise))
    for event in submission.trace.events[-LAST_EVENTS:]:
        happened = event.sql or event.line or event.cause
        yield f"trace:    {event.kind} {' '.join(happened.split())[:90]} {event.failed} {event.where}".rstrip()


def trees(where: str, exercise: Exercise) -> Iterator[str]:
    """The smallest statement at "ex05_eager_loading.py:21", as its syntax tree."""
    name, _, number = where.rpartition(":")
    for path, source in exercise.sources().items():
        if path.endswith(name) and number.isdigit():
            nodes: list[ast.AST] = []
            with contextlib.suppress(SyntaxError):  # which then is what was raised
                nodes = [*ast.walk(ast.parse(source))]
            around = [
                node
                for node in nodes
                if isinstance(node, ast.stmt) and node.lineno <= int(number) <= (node.end_lineno or 0)
            ]
            yield from (ast.dump(node)[:MOST_OF_A_TREE] for node in around[-1:])
