"""Tells a learner what came of the checks: a sentence for each, and for each failure what happened."""

from __future__ import annotations

import re
import sqlite3
import traceback
from collections.abc import Generator
from itertools import groupby
from typing import Any

import pytest

from checker.judge.running import BENCH, CASE, FOLDER
from checker.judge.submission import Submission
from checker.telling import explain, story
from checker.wall.results import Result, as_data
from checker.wall.verdicts import (
    BROKE,
    NOT_SOLVED,
    PASSED,
    RAISED,
    TIMED_OUT,
    WRONG,
    NotSolved,
    Raised,
    TimedOut,
    outcome_of,
)
from workbook.files.whole import write_json
from workbook.learning.progress import Progress
from workbook.project import ROOT, unmet

SIGNS = {PASSED: "✓", NOT_SOLVED: "·", WRONG: "✗", RAISED: "✗", TIMED_OUT: "✗", BROKE: "!"}
LETTERS = {PASSED: ".", NOT_SOLVED: "-", WRONG: "W", RAISED: "R", TIMED_OUT: "T", BROKE: "!"}
NOISE = re.compile(r"Use -v to get| object at 0x| = <Response \[")
# where the check has said it in words, what adds nothing to them is left out too
NOISE_AFTER_WORDS = re.compile(
    rf"{NOISE.pattern}|assert (False|None|not )|where (False|True|None) = |^assert -?\d+ [<>=!]+ -?\d+$"
)
MOST_OF_AN_ERROR = 12  # lines
MOST_TOLD = 20_000  # characters of one text
LOST = "The garbage collector is trying to clean up non-checked-in connection"
COLOURS = {PASSED: "green", NOT_SOLVED: "yellow", BROKE: "purple"}


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo) -> Generator[None, Any, Any]:
    report = yield
    if report.skipped or (call.when != "call" and call.excinfo is None):
        return report
    problem = call.excinfo.value if call.excinfo is not None else None
    outcome = outcome_of(problem) if call.when == "call" else BROKE
    case = item.stash.get(CASE, None)
    about = of_check(item)
    message, parts = str(problem or ""), {}
    if problem is not None and case is not None:
        message = tell(problem, outcome, case.submission)
        parts = story.parts(problem, outcome, case.submission, about["misconception"])
    report.result = Result(
        **about,
        outcome=outcome,
        message=harmless(message),
        where=harmless(_where(problem, case.submission if case is not None else None)),
        seconds=round(call.duration, 4),
        **harmless(parts),
    )
    return report


def harmless(told: Any) -> Any:
    """Text, or what holds text, without what could move a terminal's cursor or fill a disk: it came from a learner."""
    if isinstance(told, dict):
        return {name: harmless(value) for name, value in told.items()}
    if isinstance(told, list):
        return [harmless(value) for value in told]
    if not isinstance(told, str):
        return told
    shown = told if len(told) <= MOST_TOLD else told[:MOST_TOLD] + " …"
    return "".join(sign if sign.isprintable() or sign in "\n\t" else "�" for sign in shown)


def of_check(item: pytest.Item) -> dict[str, Any]:
    """What a Result says of the check itself, whatever comes of it."""
    mark = item.get_closest_marker("exercise")
    return {
        "exercise": item.path.stem.removeprefix("test_"),
        "function": mark.args[0] if mark else "",
        "check": item.name,
        "sentence": " ".join((getattr(item, "obj", item).__doc__ or item.name).split("\n\n")[0].split()),
        "points": mark.kwargs.get("points", 1) if mark else 1,
        "misconception": mark.kwargs.get("misconception", "") if mark else "",
    }


def tell(problem: BaseException, outcome: str, submission: Submission) -> str:
    """What a learner is told about a check that did not pass."""
    lines: list[str] = []
    if isinstance(problem, NotSolved):
        return f"Not solved yet: {problem}"
    if outcome == BROKE:
        lines += ["The checker itself broke; this is not held against you. Please report it with these lines:"]
        lines += "".join(traceback.format_exception(problem)).splitlines()[-25:]
        return "\n".join(lines)
    if outcome != RAISED or len(submission.calls) > 1:
        lines += [
            call for call in submission.calls[-3:] if not (isinstance(problem, Raised) and f"→ {problem}" in call)
        ]
    if isinstance(problem, Raised):
        for frame in problem.frames:
            lines += [f"{frame.where} in {frame.function}" if frame.function else frame.where, f"    {frame.line}"]
        lines += [str(problem)]
        lines += filter(None, [explain.sentence(problem.clues)])
    else:
        lines += _assertion(str(problem))
    for event in submission.trace.of("never awaited")[-3:]:
        told = f"{event.line} was never awaited, so it never ran ({event.where})"
        lines += [told] * (told not in lines)
    for event in submission.trace.of("error")[-3:]:
        lines += [f"{event.cause} raised {_short(event.line)}" + f" ({event.where})" * bool(event.where)]
        cause = explain.sentence(event.clues)
        lines += [cause] * bool(cause and cause not in lines)
    if submission.printed.strip():
        # what SQLAlchemy logs of a lost connection shows an address; that it was lost is told already
        printed = [line for line in submission.printed.strip().splitlines() if not line.startswith(LOST)]
        lines += ["It printed:"] * bool(printed) + [f"    {line[:200]}" for line in printed[:10]]
    return "\n".join(lines)


def _short(text: str, width: int = 160) -> str:
    text = " ".join(text.split())
    return text if len(text) <= width else text[: width - 2] + " …"


def _assertion(text: str) -> list[str]:
    noise = NOISE if text.startswith("assert ") else NOISE_AFTER_WORDS
    return [line.rstrip() for line in text.splitlines() if line.strip() and not noise.search(line)]


def _where(problem: BaseException | None, submission: Submission | None) -> str:
    if isinstance(problem, Raised) and problem.frames:
        return problem.frames[-1].where
    if isinstance(problem, NotSolved | TimedOut):
        return problem.where
    if problem is not None and submission is not None:
        places = [event.where for event in submission.trace if event.where]
        return places[-1] if places else ""
    return ""


def pytest_report_teststatus(report: pytest.TestReport) -> tuple[str, str, tuple[str, dict[str, bool]]] | None:
    result = getattr(report, "result", None)
    if not isinstance(result, Result):  # a report of the collection has a `result` too
        return None
    colour = {COLOURS.get(result.outcome, "red"): True}
    return result.outcome, LETTERS[result.outcome], (result.outcome.upper(), colour)


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    # this hook does not get the config, where else the results would wait for the summary
    if isinstance(getattr(report, "result", None), Result):
        _seen.append(report.result)


_seen: list[Result] = []


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    for report in terminalreporter.stats.get("error", []):  # of the collection: a check's own are results
        terminalreporter.write_line(f"{report.nodeid} cannot be read:", red=True)
        for line in str(report.longrepr).splitlines()[-MOST_OF_AN_ERROR:]:
            terminalreporter.write_line(f"  {harmless(line)}")
    if lacking := unmet():
        terminalreporter.write_line(lacking, yellow=True)
    bench = config.stash.get(BENCH, None)
    if bench is None or config.option.submissions:
        return
    if config.option.results and not config.option.in_process:
        kind = bench.databases.server.get_backend_name()
        write_json(config.invocation_params.dir / config.option.results, as_data(_seen, seed=bench.seed, database=kind))
    tell_all(terminalreporter, _seen)
    terminalreporter.write_line("")
    keep_progress(config, terminalreporter)
    terminalreporter.write_line(f"(--seed {bench.seed} repeats the random values of this run)", light=True)
    if bench.counters is not None and bench.counters.missing:
        why = bench.counters.missing
        terminalreporter.write_line(
            f"(statements were counted by the trace alone, not by the server: {why})", light=True
        )


def keep_progress(config: pytest.Config, terminal: Any) -> None:
    """Keep what came of the learner's own exercises, if that is what was checked.  Never fatal: it is a convenience."""
    folder = config.stash.get(FOLDER, None)
    if config.option.in_process or config.option.grader or folder != ROOT / "exercises":
        return
    progress = Progress(ROOT)
    try:
        progress.record((result.exercise, result.function, result.check, result.outcome) for result in _seen)
    except (OSError, sqlite3.Error) as problem:
        terminal.write_line(f"(your progress could not be kept: {problem})", light=True)
    if progress.said:
        terminal.write_line(progress.said, yellow=True)
    failed = next((result for result in _seen if result.outcome in (WRONG, RAISED, TIMED_OUT)), None)
    if failed is not None:
        number = failed.exercise[2:4]
        terminal.write_line(f"(a hint: python3 -m workbook hint {number} {failed.function})", light=True)


def tell_all(terminal: Any, results: list[Result]) -> None:
    """Write the results to a terminal: every check in a line, then what happened where one did not pass."""
    for exercise, group in groupby(results, key=lambda result: result.exercise):
        checks = list(group)
        terminal.write_line("")
        terminal.write_line(f"{exercise}.py", bold=True)
        for function, its in groupby(checks, key=lambda result: result.function):
            rows = list(its)
            if all(row.outcome == NOT_SOLVED for row in rows):
                terminal.write_line(f"  {SIGNS[NOT_SOLVED]} {rows[0].message}", yellow=True)
                continue
            terminal.write_line(f"  {function}()")
            for row in rows:
                colour = {COLOURS.get(row.outcome, "red"): True}
                terminal.write_line(f"    {SIGNS[row.outcome]} {row.sentence}", **colour)
                if row.outcome != PASSED:
                    terminal.write_line(f"      {row.outcome}:", bold=True)
                    for line in row.message.splitlines():
                        terminal.write_line(f"      {line}")
