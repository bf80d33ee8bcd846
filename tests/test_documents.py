"""What the texts tell people to type does what it says."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest
from variants import ROOT

from workbook.learning.lessons import lesson

TEXTS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")), *sorted((ROOT / "notebooks").glob("*.ipynb"))]
CHOSEN = re.compile(r"-k (\\?\"[^\"]+\"|[\w.]+)")
CHOICES = sorted({found.strip('\\"') for text in TEXTS for found in CHOSEN.findall(text.read_text(encoding="utf-8"))})


def collected(choice: str) -> list[str]:
    """The checks that `-k` chooses."""
    command = [sys.executable, "-m", "pytest", "checker", "-k", choice, "--collect-only"]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60).stdout
    return re.findall(r"<(?:Function|Coroutine) (\w+)>|::(\w+)$", said, re.MULTILINE)


@pytest.mark.parametrize("choice", CHOICES)
def test_every_choice_of_checks_in_a_text_chooses_some(choice: str):
    assert collected(choice) != []


def test_a_functions_name_chooses_its_checks_and_no_others():
    chosen = {name or other for name, other in collected("search_books")}
    checks = lesson(ROOT / "checker" / "test_ex04_transactions.py").checks
    its_own = {check.name for check in checks if check.function == "search_books"}
    assert its_own
    assert chosen == its_own
