"""Two reports of one class compared: what each learner gained and lost, exercise by exercise."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from checker.reports.points import plain
from checker.reports.text import one_line
from checker.wall.verdicts import PASSED


class NoReport(Exception):
    """There is no report to be read; the message says where, and what to do."""


def read(folder: Path) -> dict[str, Any]:
    """The `results.json` of the report in `folder`, or that file itself.  Raises NoReport."""
    file = folder / "results.json" if folder.is_dir() else folder
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
        assert isinstance(found["learners"], list)
        assert isinstance(found["checks"], list)
    except (OSError, ValueError, KeyError, TypeError, AssertionError):
        raise NoReport(f"{folder} is no report of a class: give the folder that --report has named.") from None
    return found


def compare(old: dict[str, Any], new: dict[str, Any]) -> list[str]:
    """What changed from one `results.json` to the other, in lines: the checks, then each learner with a change."""
    lines = _of_checks(old, new)
    before, after = ({each["learner"]: each for each in it["learners"]} for it in (old, new))
    changed = []
    for name in sorted(before.keys() | after.keys()):
        if name not in before or name not in after:
            changed.append(f"{one_line(name)}: only in the {'new' if name in after else 'old'} report")
        elif told := _of_learner(before[name], after[name]):
            changed.append(f"{one_line(name)}: {_score(before[name])} → {_score(after[name])}")
            changed += told
    same = len(before.keys() & after.keys()) - sum(not line.startswith("  ") and "→" in line for line in changed)
    return [*lines, *changed, f"{same} learner{'s' * (same != 1)} without a change"]


def _of_checks(old: dict[str, Any], new: dict[str, Any]) -> list[str]:
    before, after = ({(it["exercise"], it["check"]): it for it in each["checks"]} for each in (old, new))
    if before == after:
        return ["The checks were the same."]
    gone, came = sorted(before.keys() - after.keys()), sorted(after.keys() - before.keys())
    others = sum(before[key] != after[key] for key in before.keys() & after.keys())
    told = [f"no longer asked: {', '.join(name for _, name in gone)}"] * bool(gone)
    told += [f"new: {', '.join(name for _, name in came)}"] * bool(came)
    told += [f"{others} with other points or words"] * bool(others)
    return [f"The checks were not the same ({'; '.join(told)}): a change may be theirs."]


def _of_learner(old: dict[str, Any], new: dict[str, Any]) -> list[str]:
    """A line for each exercise whose points, or whose passed checks, are others."""
    if old["status"] != new["status"]:
        return [f"  was {old['status']}, is {new['status']}"]
    lines = []
    passed = [
        {(it["exercise"], it["check"]) for it in each["results"] if it["outcome"] == PASSED} for each in (old, new)
    ]
    got = [
        {(lesson, name): score["got"] for lesson, its in each["exercises"].items() for name, score in its.items()}
        for each in (old, new)
    ]
    for key in sorted(got[0].keys() | got[1].keys()):
        more = plain(got[1].get(key, 0) - got[0].get(key, 0))
        if more:
            lines.append(f"  {key[0]} {key[1]}(): {more:+g}")
    if old.get("adjusted", []) != new.get("adjusted", []):
        changes = [f"{its['function']}() {_counted(its)}" for its in new.get("adjusted", [])]
        lines.append(f"  changed by hand now: {', '.join(changes) or 'nothing'}")
    lines += [f"  gained {name} ({exercise})" for exercise, name in sorted(passed[1] - passed[0])]
    lines += [f"  lost {name} ({exercise})" for exercise, name in sorted(passed[0] - passed[1])]
    return lines


def _counted(adjusted: dict[str, Any]) -> str:
    points, counted = adjusted["points"], adjusted["counted"]
    return f"{counted:+g}" if counted else f"{points:+g}, of which nothing counts"


def _score(learner: dict[str, Any]) -> str:
    score = learner["score"]
    return f"{score['got']:g} of {score['possible']:g}" if score else str(learner["status"])
