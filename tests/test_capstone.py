"""Lesson 13 looks at no file: a service of another make passes, and a synchronous one whatever such a one can."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from variants import ROOT, checks, variants

STEM = "ex13_capstone"


def test_a_synchronous_engine_passes_what_it_can(tmp_path: Path):
    [answer] = [each for each in variants(STEM) if each.name.endswith("synchronous_engine")]
    answer.write(tmp_path / "in")
    command = [sys.executable, "-m", "pytest", "checker", "-k", STEM, "--submission", str(tmp_path / "in")]
    command += ["--database", "sqlite", "--results", str(tmp_path / "results.json")]
    subprocess.run(command, cwd=ROOT, capture_output=True, timeout=300)
    results = json.loads((tmp_path / "results.json").read_text(encoding="utf-8"))["results"]
    assert len(results) > len(checks(STEM)) - 5, "some exist on PostgreSQL only"
    failed = {result["check"]: result["message"] for result in results if result["outcome"] != "passed"}
    assert set(failed) == set(answer.caught_by), failed
