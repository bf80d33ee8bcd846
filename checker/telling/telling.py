"""Tells a learner what came of the checks: a sentence for each, and for each failure what happened."""

from __future__ import annotations

import re
import traceback
from collections.abc import Generator, Iterable
from typing import Any

import pytest

from checker.judge.running import CASE
from checker.judge.submission import Submission
from checker.telling import explain, story
from checker.telling.doubts import doubts
from checker.wall.results import Result
from checker.wall.verdicts import (
    BROKE,
    NOT_SOLVED,
    RAISED,
    NotSolved,
    Raised,
    TimedOut,
    Wrong,
    outcome_of,
    was_loading,
)
from workbook.events import never_awaited

NOISE = re.compile(r"Use -v to get| object at 0x| = <Response \[")
# where the check has said it in words, what adds nothing to them is left out too
NOISE_AFTER_WORDS = re.compile(
    rf"{NOISE.pattern}|assert (False|None|not )|where (False|True|None) = |^assert -?\d+ [<>=!]+ -?\d+$"
)
MOST_TOLD = 20_000  # characters of one text
LOST = "The garbage collector is trying to clean up non-checked-in connection"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo) -> Generator[None, Any, Any]:
    report = yield
    if report.skipped or (call.when != "call" and call.excinfo is None):
        return report
    problem = call.excinfo.value if call.excinfo is not None else None
    report.result = what_came(item, problem, call.duration, during=call.when)
    if problem is not None:
        report.longrepr = in_a_pane(report.result)
    return report


def what_came(item: pytest.Item, problem: BaseException | None, seconds: float, during: str = "call") -> Result:
    """The result of a check that has raised `problem`, or nothing."""
    outcome = outcome_of(problem) if during == "call" else BROKE
    case = item.stash.get(CASE, None)
    about = of_check(item)
    if isinstance(problem, Wrong):  # what most get wrong here is not what went wrong
        about["misconception"] = ""
    message, parts = str(problem or ""), {}
    if problem is not None and case is not None:
        beside = doubts(case, about["function"], problem, outcome)
        message = tell(problem, outcome, case.submission, beside)
        parts = story.parts(problem, outcome, case.submission, about["misconception"], beside)
    return Result(
        **about,
        outcome=outcome,
        message=harmless(message),
        where=harmless(_where(problem, case.submission if case is not None else None)),
        seconds=round(seconds, 4),
        unloaded=was_loading(problem),
        **harmless(parts),
    )


def in_a_pane(result: Result) -> str:
    """What the test pane of an editor shows of a check that did not pass: the same as the terminal."""
    if result.outcome == NOT_SOLVED:
        return result.message
    where = [result.where] if result.where and result.where not in result.message else []
    return "\n".join([result.sentence, f"{result.outcome}:", result.message, *where])


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


def tell(problem: BaseException, outcome: str, submission: Submission, beside: Iterable[str] = ()) -> str:
    """What a learner is told about a check that did not pass, with what `checker.telling.doubts` says `beside`."""
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
        cause = explain.sentence(problem.clues)
        lines += [cause] * bool(cause and not _is_placed(cause, beside))
    else:
        lines += _assertion(str(problem))
    for event in submission.trace.of("never awaited")[-3:]:
        told = never_awaited(event)
        lines += [told] * (told not in lines)
    for event in submission.trace.of("error")[-3:]:
        lines += [f"{event.cause} raised {_short(event.line)}" + f" ({event.where})" * bool(event.where)]
        cause = explain.sentence(event.clues)
        lines += [cause] * bool(cause and cause not in lines and not _is_placed(cause, beside))
    lines += [each for each in beside if each not in lines]
    if submission.printed.strip():
        # what SQLAlchemy logs of a lost connection shows an address; that it was lost is told already
        printed = [line for line in submission.printed.strip().splitlines() if LOST not in line]
        lines += ["It printed:"] * bool(printed) + [f"    {line[:200]}" for line in printed[:10]]
    return "\n".join(lines)


def _is_placed(cause: str, beside: Iterable[str]) -> bool:
    """Whether it is told beside the check too, with its line."""
    return any(each.endswith(f": {cause}") for each in beside)


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
