"""`classroom50.json`: one learner's points in the form that Classroom 50 collects, `classroom50/result/v1`.

The form is published in foundation50/classroom50 (schemas/result-v1.schema.json, and "The result.json contract" in its
guide to autograders).  All its points are whole numbers: where ours are not, all of a learner's are multiplied by 10,
or 100, and so on.  A test of it is an exercise here: so the tests add up to the score also after a change by hand.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from itertools import chain
from typing import Any

from checker.reports import points
from checker.reports.points import Score
from checker.reports.run import Graded, Run
from checker.reports.text import printable
from checker.reports.told import as_text

FORM = "classroom50/result/v1"
UNKNOWN = "unknown"
LEAST_PART = 6  # decimals that points have at most


def classroom50(run: Run, graded: Graded, given: Mapping[str, str] = os.environ) -> dict[str, Any]:
    """As Classroom 50 has it.

    Whose submission it is and where it lies is what its runner says in `given`, the environment.  Elsewhere the learner
    is named as the roster does, and what nobody here knows is "unknown"; Classroom 50 collects no such file.
    """
    told = given if given.get("CLASSROOM") and given.get("SUBMISSION_TAG") else {}
    commit = told.get("COMMIT_URL") or UNKNOWN
    scored = run.score(graded)
    factor = _factor(chain.from_iterable((each.got, each.possible) for each in scored.exercises.values()))
    total = scored.total
    return {
        "schema": FORM,
        "classroom": told.get("CLASSROOM") or UNKNOWN,
        "assignment": told.get("ASSIGNMENT") or run.title or UNKNOWN,
        "assignment_type": told.get("ASSIGNMENT_TYPE") or "individual",
        "owner": told.get("OWNER") or told.get("USERNAME") or printable(run.account(graded["learner"])),
        "submission": told.get("SUBMISSION_TAG") or f"submit/{UNKNOWN}",
        "commit": commit,
        "release": told.get("RELEASE_URL") or UNKNOWN,
        "review": told.get("REVIEW_URL") or commit,
        "datetime": _when(run, graded),
        "score": round(total.got * factor),
        "max-score": round(total.possible * factor),
        "tests": [
            {
                "test-name": f"{lesson}.{function}",
                "passed": score.got == score.possible and not score.unscored,
                **_whole(score, factor),
                "output": "\n\n".join(filter(None, [*map(as_text, its), *_by_hand(scored.adjusted, lesson, function)])),
            }
            for (lesson, function), its in points.by_exercise(graded["results"]).items()
            for score in [scored.exercises[lesson, function]]
        ],
    }


def _whole(score: Score, factor: int) -> dict[str, int]:
    return {"score": round(score.got * factor), "max-score": round(score.possible * factor)}


def _by_hand(adjusted: Iterable[Any], lesson: str, function: str) -> Iterable[str]:
    its = [each for each in adjusted if (each.by.lesson, each.by.function) == (lesson, function)]
    return (printable(f"Changed by hand: {each}") for each in its)


def _factor(numbers: Iterable[float]) -> int:
    """The least power of ten that makes all of them whole."""
    numbers = list(numbers)
    factors = (10**power for power in range(LEAST_PART))
    whole = (each for each in factors if all(round(number * each, 6) == round(number * each) for number in numbers))
    return next(whole, 10**LEAST_PART)


def _when(run: Run, graded: Graded) -> str:
    """When it was graded, in UTC, as `2026-11-01T10:00:00Z`."""
    kept = run.kept(graded["learner"])
    when = datetime.fromtimestamp(kept.stat().st_mtime, UTC) if kept.exists() else datetime.now(UTC)
    return when.strftime("%Y-%m-%dT%H:%M:%SZ")
