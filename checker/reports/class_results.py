"""`results.json`: everything about the class but how long it took, and `timings.json`: only that.

The schema stands beside this file, in `results.schema.json`.  Two runs with the same submissions, checks and seed write
the same bytes, however many graders there were and in whatever order they came: what a learner was told is therefore
not in it, as code that runs in parallel, or for too long, is not told in the same words twice.  That stands in
`learners/NAME/result.json`, with what the checks compare with; what is given back is in `feedback/NAME/`.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from checker.reports.points import Score
from checker.reports.roll import Person
from checker.reports.run import Graded, Run, accounts, status
from checker.wall.verdicts import RAISED, TIMED_OUT, WRONG
from workbook.files.whole import writing

OF_A_CHECK = ("exercise", "function", "check", "sentence", "points", "misconception")
OF_A_RESULT = ("exercise", "check", "outcome")


def write(run: Run) -> None:
    """Write `results.json` and `timings.json`.  Raises OSError."""
    head = {name: run.run[name] for name in ("version", "seed", "database", "time_limit")}
    head |= {"not_confined": run.unconfined, "possible": run.possible}
    with writing(run.out / "results.json") as file:
        file.write("{\n" + "".join(f" {_line(key)}: {_line(value)},\n" for key, value in head.items()))
        file.write(
            ' "checks": [\n  '
            + ",\n  ".join(_line({name: check[name] for name in OF_A_CHECK}) for check in run.checks)
            + "\n ],\n"
        )
        file.write(' "learners": [')
        statuses: dict[str, str] = {}
        for number, graded in enumerate(run.graded()):
            statuses[graded["learner"]] = status(graded)
            its = of_learner(run, graded)
            if run.roll:
                its["person"] = _person(run.roll.persons.get(graded["learner"]))
            file.write(",\n  " * (number > 0) + "\n  " * (number == 0) + _line(its))
        file.write("\n ],\n")
        if run.roll:
            missing = [_person(person) for person in run.roll.missing]
            file.write(f' "handed_in_nothing": {_line(missing)},\n "matches_nobody": {_line(run.roll.strangers)},\n')
        entries, counts = accounts(run.entries, statuses)
        file.write(f' "counts": {_line({"entries": len(entries), **counts})},\n "entries": [')
        file.write(",".join(f"\n  {_line(asdict(entry))}" for entry in entries) + "\n ]\n}\n")
    with writing(run.out / "timings.json") as file:
        file.write('{\n "version": 1,\n "seconds": {')
        for number, graded in enumerate(run.graded()):
            took = {f"{result['exercise']}::{result['check']}": result["seconds"] for result in graded["results"]}
            file.write(",\n  " * (number > 0) + "\n  " * (number == 0) + f"{_line(graded['learner'])}: {_line(took)}")
        file.write("\n }\n}\n")


def of_learner(run: Run, graded: Graded) -> dict[str, Any]:
    """One learner's entry of `results.json`."""
    scored = run.score(graded)
    exercises: dict[str, dict[str, Any]] = {}
    for (lesson, function), score in scored.exercises.items():
        exercises.setdefault(lesson, {})[function] = _score(score)
    found = {
        "learner": graded["learner"],
        "fingerprint": graded["fingerprint"],
        "status": status(graded),
        "refused": graded["refused"],
        "notes": [*graded.get("notes", ()), *graded.get("hints", ())],
        "late": graded.get("late", False),
        "handed_in": graded.get("handed_in", ""),
        "score": None if graded["refused"] else _score(scored.total),
        "exercises": exercises,
        "results": [_result(result) for result in graded["results"]],
    }
    if scored.adjusted:
        found["adjusted"] = [{**asdict(each.by), "counted": each.counted} for each in scored.adjusted]
    return found


def _result(result: dict[str, Any]) -> dict[str, Any]:
    """What came of a check; with an empty `misconception` where it failed by something else than the check is about."""
    found = {name: result[name] for name in OF_A_RESULT}
    if result["outcome"] in (WRONG, RAISED, TIMED_OUT) and not result["misconception"]:
        found["misconception"] = ""
    return found


def _person(person: Person | None) -> dict[str, Any] | None:
    if person is None:
        return None
    return {"name": person.name, "email": person.email, "user": person.user, "ids": list(person.ids)}


def _score(score: Score) -> dict[str, float]:
    return {"got": score.got, "possible": score.possible, "unscored": score.unscored}


def _line(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
