"""`solution`: ours beside the learner's, with what each sent, once theirs passes or they were given every hint."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_copy import CHECK, STEM, small_copy

from workbook.learning import words
from workbook.learning.hints import hint
from workbook.learning.lessons import lessons
from workbook.learning.progress import Progress
from workbook.learning.solution import Answer, Beside
from workbook.notebook.beside import Shown

HEAD = "from sqlalchemy import text\n\n\nasync def greeting(session):\n"
HOLE = f'{HEAD}    """Return 1."""\n    raise NotImplementedError  # TODO\n'
RETURN = '    return await session.scalar(text("SELECT 1"))\n'
OURS = f'{HEAD}    """Return 1."""\n{RETURN}'
MINE = f'{HEAD}    await session.execute(text("SELECT 2 UNION SELECT 3"))\n{RETURN}'


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = small_copy(tmp_path / "copy", CHECK)
    (root / "exercises" / f"{STEM}.py").write_text(HOLE)
    (root / "solutions" / f"{STEM}.py").write_text(OURS)
    return root


def said(root: Path, capsys: pytest.CaptureFixture[str], *asked: str) -> str:
    words.show_solution(list(asked), root)
    told = capsys.readouterr()
    return told.out + told.err


def test_ours_is_shown_with_what_each_sent_when_yours_has_passed(root: Path, capsys: pytest.CaptureFixture[str]):
    assert said(root, capsys, "00", "greeting").startswith("Ours is shown when yours passes, or after the last hint")
    (root / "exercises" / f"{STEM}.py").write_text(MINE)
    Progress(root).record([(STEM, "greeting", "test_greeting", "passed")])
    told = said(root, capsys, "00", "greeting()")
    ours, yours = told.split(f"Yours, exercises/{STEM}.py:")
    assert 'return await session.scalar(text("SELECT 1"))' in ours
    assert "Return 1." not in ours, "the docstring is known"
    assert f"1. SELECT 1  ({STEM}.py:6, 1 row fetched)" in ours
    assert f"1. SELECT 2 UNION SELECT 3  ({STEM}.py:5, 2 rows fetched)" in yours
    assert told.endswith(
        "Yours sends 2 statements and fetches 3 rows, ours 1 and 1; the first that differs is number 1, "
        "where yours has SELECT 2 UNION SELECT 3\n"
    )


def test_after_the_last_hint_it_is_shown_and_where_solutions_were_taken_out_that_is_said(
    root: Path, capsys: pytest.CaptureFixture[str]
):
    [lesson] = lessons(root)
    for _ in range(3):
        assert "Ours is shown when" in said(root, capsys, "00", "greeting")
        hint(root, lesson, "greeting")
    told = said(root, capsys, "00", "greeting")
    assert "Ours, solutions/" in told
    assert "It sent, until the check failed:" in told
    (root / "solutions" / f"{STEM}.py").unlink()
    assert "taken out of this copy" in said(root, capsys, "00", "greeting")
    assert "has no exercise farewell(): it has greeting" in said(root, capsys, "00", "farewell")
    assert "Say which function, one of greeting." in said(root, capsys, "00")


def sent(*statements: str, fetched: int = 1) -> Answer:
    return Answer("f.py", "x < 1", [{"sql": each, "fetched": fetched, "where": "f.py:1"} for each in statements])


@pytest.mark.parametrize(
    ("ours", "yours", "told"),
    [
        (sent("A"), sent("A"), "Both send the same 1 statement: the database sees no difference."),
        (sent("A"), sent("A", fetched=9), "Yours sends 1 statement and fetches 9 rows, ours 1 and 1, although"),
        (sent("A", "B"), sent("A"), "the first that differs is number 2, where ours has B"),
    ],
)
def test_the_difference_is_one_sentence(ours: Answer, yours: Answer, told: str):
    assert told in Beside("f", ours, yours, "f() works.").difference


def test_in_a_notebook_they_stand_in_two_columns():
    shown = Shown(Beside("f", sent("A < B"), sent("A"), "`f` works."))
    html = shown._repr_html_()
    assert html.count("<section>") == 2
    assert "<li>A &lt; B  (f.py:1, 1 row fetched)</li>" in html
    assert "<code>f</code> works." in html
    assert "Neither sent a statement" in repr(Shown(Beside("f", sent(), sent(), "")))
