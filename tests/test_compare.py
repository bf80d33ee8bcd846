"""Two reports compared: who gained and lost, who is in one alone, and whether the checks were the same."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from classes import DEAREST, SOLUTION, STUB, grade_class, make_class
from variants import ROOT

from checker.reports.compare import compare, read


def test_what_a_class_gained_and_lost_between_two_runs(tmp_path: Path):
    before = {"ana": SOLUTION, "ben": STUB, "chi": SOLUTION, "dov": SOLUTION}
    after = {"ana": DEAREST, "ben": SOLUTION, "chi": SOLUTION, "e\x1bve": SOLUTION}
    for name, learners in (("old", before), ("new", after)):
        run = grade_class(make_class(tmp_path / f"{name} in", learners), tmp_path / name)
        assert (tmp_path / name / "results.json").exists(), run.stdout + run.stderr
    command = [sys.executable, "-m", "pytest", "checker", "--compare", str(tmp_path / "old"), str(tmp_path / "new")]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert said.returncode == 0, said.stderr
    assert "The checks were the same." in said.stdout
    for line in (
        "ana: 3 of 3 → 0 of 3\n  ex00_start_here greeting(): -3\n  lost test_",
        "ben: 0 of 3 → 3 of 3\n  ex00_start_here greeting(): +3\n  gained test_",
        "dov: only in the old report",
        "ve: only in the new report",
        "1 learner without a change",
    ):
        assert line in said.stdout, said.stdout
    assert "chi" not in said.stdout
    assert "\x1b" not in said.stdout
    old, new = read(tmp_path / "old"), read(tmp_path / "new" / "results.json")
    old["checks"][0]["points"] += 1
    assert "1 with other points or words" in compare(old, new)[0]
    by_hand = {"lesson": "ex00_start_here", "function": "greeting", "points": 1, "comment": "", "counted": 1}
    new["learners"][0]["adjusted"] = [by_hand]
    assert "  changed by hand now: greeting() +1" in compare(old, new)
    new["learners"][0]["adjusted"] = [{**by_hand, "points": 2, "counted": 0}]
    assert "  changed by hand now: greeting() +2, of which nothing counts" in compare(old, new)
    assert "  changed by hand now: nothing" in compare(new, old)
    assert compare(new, new) == ["The checks were the same.", "4 learners without a change"]


def test_what_is_no_report_is_told(tmp_path: Path):
    command = [sys.executable, "-m", "pytest", "checker", "--compare", str(tmp_path), str(tmp_path)]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert said.returncode == 4
    assert "is no report of a class: give the folder that --report has named" in said.stderr
