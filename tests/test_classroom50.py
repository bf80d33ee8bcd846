"""`classroom50.json` is what the published `classroom50/result/v1` asks for."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from classes import NAME, SOLUTION, STUB, grade_class, make_class

from checker.reports.classroom50 import classroom50
from checker.reports.run import Run
from checker.reports.scoring import Adjustment

TEXT, COUNT = {"type": "string", "minLength": 1}, {"type": "integer", "minimum": 0}
FORM: dict[str, Any] = {
    "properties": {
        "schema": {"const": "classroom50/result/v1"},
        **dict.fromkeys(["classroom", "assignment", "owner", "commit", "release", "review"], TEXT),
        "assignment_type": {"enum": ["individual", "group", "team"]},
        "submission": {"type": "string", "pattern": "^submit/"},
        "datetime": {"pattern": r"^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d:[0-5]\dZ$"},
        **dict.fromkeys(["score", "max-score"], COUNT),
        "tests": {
            "type": "array",
            "items": {
                "properties": {"test-name": TEXT, "passed": {"type": "boolean"}, "score": COUNT, "max-score": COUNT},
                "required": ["test-name", "passed", "score", "max-score"],
            },
        },
    },
    "additionalProperties": False,
}
FORM["required"] = list(FORM["properties"])


def held(found: dict[str, Any]) -> None:
    """The form, and what its validators ask for besides: sums that fit, and no score above its maximum."""
    jsonschema.validate(json.loads(json.dumps(found)), FORM)
    for each in [found, *found["tests"]]:
        assert type(each["score"]) is type(each["max-score"]) is int
        assert each["score"] <= each["max-score"]
    for kind in ("score", "max-score"):
        assert found[kind] == sum(test[kind] for test in found["tests"])


def result(check: str, points: float, outcome: str = "passed", function: str = "f") -> dict[str, Any]:
    told = dict.fromkeys(["happened", "expected", "statements", "hint"], "")
    return {"exercise": NAME, "function": function, "check": check, "outcome": outcome, "points": points, **told} | {
        "called": []
    }


def made(*results: dict[str, Any], changed: float | None = None, **given: str) -> dict[str, Any]:
    by_hand = {} if changed is None else {"ana": [Adjustment(NAME, "f", changed, "as agreed")]}
    run = Run(Path("nowhere"), {}, ["ana"], lambda _: "", adjustments=by_hand)
    found = classroom50(run, {"learner": "ana", "refused": "", "results": list(results)}, given)
    held(found)
    return found


def test_what_a_class_run_writes(tmp_path: Path):
    folder = make_class(tmp_path / "in", {"right": SOLUTION, "stub": STUB})
    (folder / "broken.zip").write_text("no archive")
    grade_class(folder, tmp_path / "out")
    files = {path.parent.name: path.read_text(encoding="utf-8") for path in tmp_path.glob("out/*/*/classroom50.json")}
    found = {name: json.loads(text) for name, text in files.items()}
    for each in found.values():
        held(each)
    assert {name: (each["owner"], each["score"], each["max-score"]) for name, each in found.items()} == {
        "right": ("right", 3, 3),
        "stub": ("stub", 0, 3),
        "broken": ("broken", 0, 0),
    }
    assert [(test["test-name"], test["passed"]) for test in found["right"]["tests"]] == [(f"{NAME}.greeting", True)]


@pytest.mark.parametrize(
    ("points", "score", "most"),
    [([2, 1], 2, 3), ([0.5, 1], 5, 15), ([3.33, 3.34], 333, 667), ([0.000001, 2], 1, 2000001)],
)
def test_all_points_are_whole_numbers_in_the_same_proportion(points: list[float], score: int, most: int):
    found = made(result("a", points[0]), result("b", points[1], "wrong", "g"))
    assert (found["score"], found["max-score"]) == (score, most)
    assert [test["passed"] for test in found["tests"]] == [True, False]


def test_a_change_by_hand_is_part_of_its_exercise():
    found = made(result("a", 1), result("b", 1, "wrong"), changed=0.5)
    assert (found["score"], found["max-score"]) == (15, 20)
    assert "Changed by hand: f() +0.5: as agreed" in found["tests"][0]["output"]


def test_what_the_checker_broke_at_is_in_no_sum_and_not_passed():
    found = made(result("a", 1), result("b", 2, "checker broke"))
    assert (found["score"], found["max-score"], found["tests"][0]["passed"]) == (1, 1, False)


def test_the_runner_says_whose_it_is():
    given = {"CLASSROOM": "c", "ASSIGNMENT": "lab", "OWNER": "ana-silva", "ASSIGNMENT_TYPE": "group"}
    given |= {"SUBMISSION_TAG": "submit/1", "COMMIT_URL": "C", "RELEASE_URL": "R"}
    found = made(result("a", 1), **given)
    names = ("classroom", "assignment", "owner", "assignment_type", "submission", "commit", "release", "review")
    assert [found[name] for name in names] == ["c", "lab", "ana-silva", "group", "submit/1", "C", "R", "C"]
    alone = made(result("a", 1), USERNAME="somebody else's machine")
    assert (alone["owner"], alone["classroom"], alone["submission"]) == ("ana", "unknown", "submit/unknown")
