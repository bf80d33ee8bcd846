"""The class in figures, gathered in one pass over its results; of the learners only a number each is kept."""

from __future__ import annotations

import heapq
from collections import Counter
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from checker.reports import points, scoring
from checker.reports.run import NO_FILE, WAITING, Graded, Run, status
from checker.reports.scoring import Adjusted
from checker.wall.verdicts import BROKE, PASSED, RAISED, TIMED_OUT, WRONG

MOST_NAMES, SLOWEST, BARS = 12, 10, 10


@dataclass
class Names:
    """How many learners, and the first of them by name."""

    number: int = 0
    first: list[str] = field(default_factory=list)

    def add(self, name: str) -> None:
        self.number += 1
        if len(self.first) < MOST_NAMES:
            self.first.append(name)


@dataclass
class Exercise:
    """What the class made of one function; `full`, `part`, `none` and `untried` are counts of learners."""

    lesson: str
    function: str
    full: int = 0
    part: int = 0
    none: int = 0
    untried: int = 0
    checks: Counter[str] = field(default_factory=Counter)
    """By sentence: how many failed it, of those who tried."""

    @property
    def tried(self) -> int:
        return self.full + self.part + self.none

    @property
    def failed(self) -> int:
        return self.part + self.none


@dataclass
class Summary:
    """What the instructor sees at a glance."""

    standing: dict[str, float] = field(default_factory=dict)
    """By learner, their share of the points."""
    exercises: dict[tuple[str, str], Exercise] = field(default_factory=dict)
    misconceptions: dict[tuple[str, str, str], Names] = field(default_factory=dict)
    """By lesson, function and misconception: who has it."""
    outcomes: Counter[str] = field(default_factory=Counter)
    slowest: list[tuple[float, str]] = field(default_factory=list)
    slow_checks: list[tuple[float, str, str, str]] = field(default_factory=list)
    """Seconds, learner, lesson and check."""
    refused: list[tuple[str, str]] = field(default_factory=list)
    no_file: list[tuple[str, str]] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    """Learner, and how their submission was received, where there is something to say."""
    unloaded: list[tuple[str, str, str]] = field(default_factory=list)
    """Learner, lesson, and why the file cannot be imported."""
    details: dict[str, str] = field(default_factory=dict)
    """What a grader's process wrote at its end, by learner."""
    statuses: dict[str, str] = field(default_factory=dict)
    broke: list[tuple[str, str, str]] = field(default_factory=list)
    """Learner, check, message."""
    adjusted: list[tuple[str, Adjusted]] = field(default_factory=list)
    """Learner, and what was changed by hand."""
    fallen: dict[str, tuple[float, float]] = field(default_factory=dict)
    """By learner, the points that grading gave the last time and this time, where they have become fewer."""
    waiting: int = 0

    @property
    def shares(self) -> list[float]:
        """Everybody's share of the points."""
        return list(self.standing.values())

    @property
    def graded(self) -> int:
        return len(self.shares)

    @property
    def median(self) -> float:
        return median(self.shares or [0])

    @property
    def mean(self) -> float:
        return sum(self.shares) / max(1, len(self.shares))

    @property
    def complete(self) -> int:
        """How many have all points."""
        return sum(share == 1 for share in self.shares)

    def distribution(self) -> list[tuple[str, int]]:
        """Learners by share of the points, in tenths; all points stand alone."""
        found = [0] * (BARS + 1)
        for share in self.shares:
            found[int(share * BARS + 1e-9)] += 1
        labels = [f"{10 * step}–{10 * step + 9} %" for step in range(BARS)]  # noqa: RUF001
        return list(zip([*labels, "100 %"], found, strict=True))

    def hardest(self) -> list[Exercise]:
        """The exercises, those that most failed first."""
        return sorted(self.exercises.values(), key=lambda its: (-its.failed, -its.untried))

    def common(self) -> list[tuple[tuple[str, str, str], Names, float]]:
        """The misconceptions, most common first, each with its share of those who tried the exercise."""
        found = []
        for (lesson, function, what), who in self.misconceptions.items():
            found.append(((lesson, function, what), who, who.number / self.exercises[lesson, function].tried))
        return sorted(found, key=lambda each: (-each[2], each[0]))


def summary(run: Run) -> Summary:
    """The figures of a class."""
    found = Summary()
    for lesson, function in points.by_exercise(run.checks):
        found.exercises[lesson, function] = Exercise(lesson, function)
    for graded in run.graded():
        _add(found, run, graded)
    return found


def _add(found: Summary, run: Run, graded: Graded) -> None:
    learner, results = graded["learner"], graded["results"]
    found.statuses[learner] = status(graded)
    found.notes += [(learner, note) for note in (*graded.get("notes", ()), *graded.get("hints", ()))]
    if graded["refused"] == WAITING:
        found.waiting += 1
        return
    if found.statuses[learner] == NO_FILE:
        found.no_file.append((learner, graded["refused"]))
        return
    if graded["refused"]:
        found.refused.append((learner, graded["refused"]))
        if graded.get("details"):
            found.details[learner] = graded["details"]
        return
    scored = run.score(graded)
    found.adjusted += [(learner, each) for each in scored.adjusted]
    share = scored.total.share
    now, before = scoring.scored(results).total, scoring.scored(graded["before"]).total
    if now.got < before.got and not now.unscored:
        found.fallen[learner] = (before.got, now.got)
    if share is not None:
        found.standing[learner] = share
    found.outcomes.update(result["outcome"] for result in results)
    _keep(found.slowest, (round(sum(result["seconds"] for result in results), 2), learner))
    for lesson, result in {result["exercise"]: result for result in results if result.get("unloaded")}.items():
        found.unloaded.append((learner, lesson, result["happened"] or result["message"]))
    for result in results:
        _keep(found.slow_checks, (round(result["seconds"], 2), learner, result["exercise"], result["sentence"]))
        if result["outcome"] == BROKE:
            found.broke.append((learner, f"{result['exercise']}: {result['check']}", result["message"]))
    for key, its in points.by_exercise(results).items():
        _add_exercise(found, found.exercises.setdefault(key, Exercise(*key)), learner, its)


def _add_exercise(found: Summary, exercise: Exercise, learner: str, its: list[dict[str, Any]]) -> None:
    if not points.tried(its):
        exercise.untried += 1
        return
    passed = sum(result["outcome"] == PASSED for result in its)
    if passed == sum(result["outcome"] != BROKE for result in its):
        exercise.full += 1
    elif passed:
        exercise.part += 1
    else:
        exercise.none += 1
    for result in its:
        if result["outcome"] in (WRONG, RAISED, TIMED_OUT) and not result.get("unloaded"):
            exercise.checks[result["sentence"]] += 1
    for what in sorted(points.misconceptions(its)):
        found.misconceptions.setdefault((exercise.lesson, exercise.function, what), Names()).add(learner)


def _keep(slowest: list[Any], row: tuple[Any, ...]) -> None:
    heapq.heappush(slowest, row)
    if len(slowest) > SLOWEST:
        heapq.heappop(slowest)
