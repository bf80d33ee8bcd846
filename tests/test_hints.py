"""Every check says where its matter is taught, by a heading that exists, and which way to go."""

from __future__ import annotations

import re

import nbformat
import pytest

from workbook.files.exercise import Exercise
from workbook.learning.lessons import Lesson, lessons
from workbook.project import ROOT

LESSONS = lessons(ROOT)


def headings(lesson: Lesson) -> set[str]:
    """The headings of a lesson's notebook, without the signs before them."""
    notebook = nbformat.read(ROOT / lesson.notebook, 4)
    text = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    return {found.strip() for found in re.findall(r"^#+ (.+)$", text, re.MULTILINE)}


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.stem)
def test_where_it_is_taught_is_a_heading_of_the_lesson(lesson: Lesson):
    there = headings(lesson)
    missing = {check.name: check.taught for check in lesson.checks if check.taught and check.taught not in there}
    assert not missing, f"the headings are {sorted(there)}"


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.stem)
def test_every_check_has_the_two_parts_of_its_hint(lesson: Lesson):
    lacking = [check.name for check in lesson.checks if not (check.taught and check.hint)]
    assert not lacking, "give it taught='a heading of the notebook' and hint='which way to go, in a sentence or two'"


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.stem)
def test_a_hint_is_a_sentence_that_does_not_give_the_answer_away(lesson: Lesson):
    solution = "".join(Exercise.find(ROOT / "solutions", lesson.stem).text().split())
    for check in filter(lambda check: check.hint, lesson.checks):
        assert check.hint.rstrip("`”)").endswith((".", "?")), check.name
        code = max(re.findall(r"`([^`]+)`", check.hint), key=len, default="")
        assert len(code) < 60 or "".join(code.split()) not in solution, f"{check.name}: that is our line"
