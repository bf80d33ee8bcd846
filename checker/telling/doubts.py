"""What is told beside a check that failed: what was returned, asked for, never committed, or stands in the source."""

from __future__ import annotations

import ast
import contextlib
from collections.abc import Iterator
from functools import cache

from checker.judge.case import Case
from checker.telling import explain
from checker.telling.awaited import of_never_awaited
from checker.wall.verdicts import RAISED, WRONG, Raised
from workbook.clues.quiet import suspects
from workbook.events import Event, Trace
from workbook.files.exercise import Exercise
from workbook.project import ROOT

Clues = dict[str, str]
WRITES = ("INSERT", "UPDATE", "DELETE", "CREATE", "DROP", "ALTER")
ENOUGH = 3  # of what stands in the source
EMPTY = {"no such key", "index of nothing", "none", "nothing there", "no row", "nothing given"}
"""What is raised where nothing was found, which a condition of the query may have seen to."""
NEVER_MEANT = {"deadlock", "shared", "pool", "loop", "greenlet", "greenlet, expired"}
"""What no check asks for, so that it is told where a check has taken it for an answer among others."""


def doubts(case: Case, function: str, problem: BaseException, outcome: str) -> list[str]:
    """A sentence for each thing that most likely was not meant, as far as the outcome leaves room for it."""
    told = [(clues.get("line at"), explain.sentence(clues)) for clues in of_case(case, function, problem, outcome)]
    return list(dict.fromkeys(f"{line}: {said}" if line else said for line, said in told if said))


def of_case(case: Case, function: str, problem: BaseException, outcome: str) -> list[Clues]:
    """The clues to that; `function` is the learner's that the check is about."""
    trace, exercise = case.submission.trace, Exercise(case.file)
    found = [event.clues for event in trace.of("unserved")][-1:]
    if outcome == WRONG:
        found += [event.clues for event in trace.of("answer")][-1:]
        unmeant = [each for each in case.submission.raised if each.clues.get("cause") in NEVER_MEANT][-1:]
        found += [_at(each.frames[-1].where if each.frames else "", each.clues) for each in unmeant]
        found += [clues for clues in _uncommitted(trace) if not _is_meant(exercise, clues["place"])][-1:]
    if outcome in (WRONG, RAISED):
        found += of_never_awaited(trace, exercise)
        warned = {(each.where, each.clues["cause"]): _at(each.where, each.clues) for each in trace.of("warned")}
        found += list(warned.values())[:ENOUGH]
        of_all = outcome == WRONG or (isinstance(problem, Raised) and problem.clues.get("cause") in EMPTY)
        clues = [each for each in _suspects(exercise, function) if of_all or each["cause"] in suspects.RAISING]
        found += list({(each["cause"], each["line at"]): each for each in clues}.values())[:ENOUGH]
    return found


def _at(where: str, clues: Clues) -> Clues:
    return clues | ({"line at": where} if where else {})


def _suspects(exercise: Exercise, function: str) -> Iterator[Clues]:
    for path, source in exercise.sources().items():
        try:
            asked = asked_of(exercise.stem, function)
            found = suspects.of_source(source, "" if exercise.is_package else function, asked)
        except (SyntaxError, ValueError, RecursionError, MemoryError):  # the file's own fault, which is told elsewhere
            continue
        name = path.rpartition("/")[2]
        yield from ({**clues, "line at": f"{name}:{clues['line']}", "by": "the source"} for clues in found)


@cache
def asked_of(stem: str, function: str) -> str:
    """What the exercise asks of a function."""
    with contextlib.suppress(OSError, SyntaxError, ValueError):  # the learner's own copy, where they stand in it
        tree = ast.parse(Exercise.find(ROOT / "exercises", stem).text())
        named = [node for node in tree.body if getattr(node, "name", "") == function]
        return ast.get_docstring(named[0]) or "" if named else ""  # type: ignore[arg-type]
    return ""


def _uncommitted(trace: Trace) -> Iterator[Clues]:
    """What was written, and rolled back at the end of a block of the learner's, by what has committed nothing."""
    for events in trace.by_cause().values():
        if events.of("commit", "error", "fault") or any(event.failed for event in events):
            continue
        written: dict[int, Event] = {}
        for event in events:
            verb = event.sql.lstrip().partition(" ")[0].upper()
            if event.kind == "statement" and verb in WRITES:
                written.setdefault(event.connection, event)
            ended = event.kind == "rollback" and event.line.startswith(("async with", "with"))
            if ended and (first := written.get(event.connection)) is not None:
                verb = first.sql.split()[0].upper()
                block = event.line.rstrip(":")
                told = {"verb": verb, "where": first.where, "block": block, "place": event.where, "by": "the trace"}
                yield {"cause": "not committed", **told}


def _is_meant(exercise: Exercise, place: str) -> bool:
    """Whether the block at "file.py:12" commits somewhere, or an exception that leaves it is caught around it."""
    name, _, number = place.rpartition(":")
    source = next((source for path, source in exercise.sources().items() if path.endswith(name)), "")
    try:
        nodes = [*ast.walk(ast.parse(source))]
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return True
    line = int(number) if number.isdigit() else 0
    tries = [node for node in nodes if isinstance(node, ast.Try) and node.handlers]
    blocks = [node for node in nodes if isinstance(node, ast.With | ast.AsyncWith) and node.lineno == line]
    commits = any(getattr(each, "attr", "") == "commit" for block in blocks for each in ast.walk(block))
    return commits or any(node.body[0].lineno <= line <= (node.body[-1].end_lineno or 0) for node in tries)
