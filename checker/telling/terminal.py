"""What the terminal shows at the end of a run: every check in a line, and what happened where one did not pass."""

from __future__ import annotations

import contextlib
import linecache
import re
import sqlite3
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest

from checker.judge.running import BENCH, FOLDER
from checker.telling.telling import harmless
from checker.wall.results import Result, as_data
from checker.wall.verdicts import BROKE, NOT_SOLVED, PASSED, RAISED, TIMED_OUT, WRONG
from workbook.files.exercise import Exercise
from workbook.files.whole import write_json
from workbook.learning.lessons import lessons
from workbook.learning.progress import Progress
from workbook.learning.saved import Saved, saved
from workbook.project import ROOT, unmet

SIGNS = {PASSED: "✓", NOT_SOLVED: "·", WRONG: "✗", RAISED: "✗", TIMED_OUT: "✗", BROKE: "!"}
LETTERS = {PASSED: ".", NOT_SOLVED: "-", WRONG: "W", RAISED: "R", TIMED_OUT: "T", BROKE: "!"}
COLOURS = {PASSED: "green", NOT_SOLVED: "yellow", BROKE: "purple"}
MOST_OF_AN_ERROR = 12  # lines


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
_begun: dict[str, Saved] = {}


def pytest_collection_finish(session: pytest.Session) -> None:
    if is_own(session.config):
        stems = {item.path.stem.removeprefix("test_") for item in session.items}
        _begun.update({stem: saved(Exercise.find(ROOT / "exercises", stem)) for stem in stems})


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
    kind = bench.databases.server.get_backend_name()
    progress = Progress(ROOT)
    states = judged(progress, kind) if is_own(config) else {}
    if config.option.results and not config.option.in_process:
        data = as_data(_seen, seed=bench.seed, database=kind, saved=states)
        write_json(config.invocation_params.dir / config.option.results, data)
    asked = re.fullmatch(r"(?:ex|test_ex)?(\d+)\w*", config.option.keyword)
    numbers = [each.number for each in lessons(ROOT)] if asked and not _seen else []
    if asked and numbers and f"{int(asked[1]):02}" not in numbers:
        terminalreporter.write_line(f"There is no lesson {asked[1]}: there are {', '.join(numbers)}.", yellow=True)
    tell_all(terminalreporter, _seen, config.stash[FOLDER], states)
    terminalreporter.write_line("")
    if is_own(config):
        keep_progress(progress, terminalreporter)
    terminalreporter.write_line(f"(--seed {bench.seed} repeats the random values of this run)", light=True)
    if bench.counters is not None and bench.counters.missing:
        why = bench.counters.missing
        terminalreporter.write_line(
            f"(statements were counted by the trace alone, not by the server: {why})", light=True
        )


def is_own(config: pytest.Config) -> bool:
    """Whether the learner's own exercises are checked, and it counts."""
    elsewhere = config.option.in_process or config.option.grader or config.option.collectonly
    return not elsewhere and config.stash.get(FOLDER, None) == ROOT / "exercises"


def judged(progress: Progress, database: str) -> dict[str, str]:
    """For each exercise, which state of it was judged: "as saved 8 s ago"."""
    told = {}
    for exercise, results in groupby(_seen, key=lambda result: result.exercise):
        before, after = _begun[exercise], saved(Exercise.find(ROOT / "exercises", exercise))
        unchanged = False
        with contextlib.suppress(OSError, sqlite3.Error):  # `keep_progress` says it
            names = [result.check for result in results]
            unchanged = progress.judged(exercise, names, f"{database} {after.fingerprint}")
        told[exercise] = before.told(unchanged, after)
    return told


def keep_progress(progress: Progress, terminal: Any) -> None:
    """Keep what came of the learner's own exercises.  Never fatal: it is a convenience."""
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


def line_at(exercise: Exercise, where: str) -> str:
    """The line of the learner's at "ex05_eager_loading.py:21", if it can be read there."""
    name, _, number = where.partition(":")
    found = next((each for each in exercise.sources() if Path(each).name == name), name)
    return harmless(linecache.getline(str(exercise.folder / found), int(number)).strip()) if number.isdigit() else ""


def tell_all(terminal: Any, results: list[Result], folder: Path, states: dict[str, str]) -> None:
    """Write the results to a terminal: every check in a line, then what happened where one did not pass.

    `states` says which state of an exercise was judged, where that is known.
    """
    for exercise, group in groupby(results, key=lambda result: result.exercise):
        checks = list(group)
        terminal.write_line("")
        theirs = Exercise.find(folder, exercise)
        terminal.write(f"{theirs.place.name}{'/' * theirs.is_package}", bold=True)
        terminal.write_line(f", {states[exercise]}" if states.get(exercise) else "")
        if len(checks) > 1 and checks[0].outcome not in (PASSED, WRONG) and len({each.message for each in checks}) == 1:
            # the file itself cannot be loaded: told once, not for each check
            colour = {COLOURS.get(checks[0].outcome, "red"): True}
            terminal.write_line(f"  {SIGNS[checks[0].outcome]} all {len(checks)} checks wait for this:", **colour)
            for line in checks[0].message.splitlines():
                terminal.write_line(f"      {line}")
            continue
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
                    if row.where and row.where not in row.message and (line := line_at(theirs, row.where)):
                        terminal.write_line(f"      {row.where}:  {line}")
