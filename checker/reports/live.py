"""A class right now, read from its `results.json`: who is at which exercise, and what is misunderstood."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from checker.reports import points
from checker.reports.pages import address, environment
from checker.reports.run import GRADED
from checker.wall.verdicts import PASSED

NOWHERE: tuple[str, str] = ("", "")


@dataclass
class At:
    """An exercise: who is working at it, and how many have solved it."""

    lesson: str
    function: str
    here: list[tuple[str, str]] = field(default_factory=list)
    """Learners: the name that is shown, and the link to their page."""
    solved: int = 0


@dataclass
class Now:
    """A class as its latest results have it."""

    exercises: list[At] = field(default_factory=list)
    misconceptions: list[tuple[str, At, list[tuple[str, str]]]] = field(default_factory=list)
    """What they do, in which exercise, and who; most common first."""
    done: list[tuple[str, str]] = field(default_factory=list)
    """Who has solved all of it."""
    others: list[tuple[str, str, str]] = field(default_factory=list)
    """Who is not graded: name, link, why."""
    learners: int = 0


def now(report: Path) -> Now | None:
    """What the report in this folder says, or None if there is none yet."""
    try:
        told = json.loads((report / "results.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    exercises = {key: At(*key) for key in points.by_exercise(told["checks"])}
    checks = {(each["exercise"], each["check"]): each for each in told["checks"]}
    found = Now(list(exercises.values()), learners=len(told["learners"]))
    whats: dict[tuple[str, str, str], list[tuple[str, str]]] = {}
    for learner in told["learners"]:
        who = ((learner.get("person") or {}).get("name") or learner["learner"], address(learner["learner"]))
        if learner["status"] != GRADED:
            found.others.append((*who, learner["refused"] or learner["status"]))
            continue
        results = points.by_exercise({**checks[each["exercise"], each["check"]], **each} for each in learner["results"])
        for key, its in results.items():
            exercises[key].solved += _is_solved(its)
            for what in points.misconceptions(its):
                whats.setdefault((*key, what), []).append(who)
        at = _at(results)
        (found.done if at == NOWHERE else exercises[at].here).append(who)
    ordered = sorted(whats.items(), key=lambda each: (-len(each[1]), each[0]))
    found.misconceptions = [(what, exercises[lesson, function], who) for (lesson, function, what), who in ordered]
    return found


def page(report: Path, trouble: str = "", *, whole: bool = True) -> str:
    """The live page, or only what changes of it.  `trouble` is what keeps the class from being graded."""
    template = environment().get_template("live.html" if whole else "now.html")
    return template.render(now=now(report), trouble=trouble)


def _at(results: dict[tuple[str, str], list[dict[str, Any]]]) -> tuple[str, str]:
    """The exercise that a learner is at: the first begun and not solved, else the first not begun; or NOWHERE."""
    left = [key for key, its in results.items() if not _is_solved(its)]
    return next((key for key in left if points.tried(results[key])), left[0] if left else NOWHERE)


def _is_solved(its: list[dict[str, Any]]) -> bool:
    return all(result["outcome"] == PASSED for result in its)
