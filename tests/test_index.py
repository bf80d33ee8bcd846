"""The instructor's page: help first, then what to re-teach; who was not graded apart, in one place."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from classes import DEAREST, HEAD, NAME, SOLUTION, STUB, grade_class, make_class
from test_reports import Tags

COPY = SOLUTION.replace("session", "s")


@pytest.fixture(scope="module")
def top(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A class of two runs: between them one has lost points, one has gained some, one hands in what is no archive."""
    top = tmp_path_factory.mktemp("index")
    first = {"Ana": SOLUTION, "ben": DEAREST, "chi": SOLUTION, "dov": SOLUTION, "eli": STUB, "fay": SOLUTION}
    folder = make_class(top / "in", first)
    (top / "roster.csv").write_text("name,id\nZoë Ana,Ana\nben,ben\nGus,g\n", encoding="utf-8")
    (folder / "nothing").mkdir()
    for text in ("", f"{HEAD}    return ''\n", f"{HEAD}    return 'x'\n"):
        if text:
            (folder / "chi" / f"{NAME}.py").write_text(text, encoding="utf-8")
            (folder / "ben" / f"{NAME}.py").write_text(SOLUTION, encoding="utf-8")
            (folder / "fay" / f"{NAME}.py").write_bytes(b"\x00\x01")
        run = grade_class(folder, top / "out", "--roster", str(top / "roster.csv"))
        assert (top / "out" / "index.html").exists(), run.stdout + run.stderr
        if not text:
            (top / "first.html").write_bytes((top / "out" / "index.html").read_bytes())
        elif "''" in text:
            (top / "second.html").write_bytes((top / "out" / "index.html").read_bytes())
    return top


def section(page: Path, name: str) -> str:
    text = page.read_text(encoding="utf-8")
    return " ".join(Tags(text[text.index(f'aria-labelledby="{name}"') :].split("</section>")[0]).text.split())


def test_help_comes_first_then_what_to_re_teach_then_the_rest(top: Path):
    text = (top / "out" / "index.html").read_text(encoding="utf-8")
    order = re.findall(r'<section aria-labelledby="([\w-]+)"', text)
    assert order == ["help", "reteach", "distribution", "learners", "not-graded", "slowest"]
    assert text.index('id="misconceptions"') < text.index('id="exercises"') < text.index('id="distribution"')


def test_who_is_worse_than_the_last_time_needs_help_until_they_hand_in_something_else(top: Path):
    assert "last time" not in section(top / "first.html", "help")
    assert "chi: nothing solved; worse than the last time: 0 points, after 3" in section(top / "second.html", "help")
    now = section(top / "out" / "index.html", "help")
    assert "chi: nothing solved" in now
    assert "last time" not in now, "the last time was as bad"
    assert "ben" not in now
    kept = json.loads((top / "out" / "learners" / "fay" / "result.json").read_text(encoding="utf-8"))
    assert [result["outcome"] for result in kept["before"]] == ["passed"] * 3, "what was not graded is no last time"


def test_learners_stand_by_name_and_who_was_not_graded_apart(top: Path):
    learners = section(top / "out" / "index.html", "learners")
    names = re.findall(r"\b(ben|chi|dov|eli|fay|Zoë|Gus|nothing)\b", learners)
    assert names == ["ben", "chi", "dov", "eli", "Zoë"]
    apart = section(top / "out" / "index.html", "not-graded")
    for name in ("fay", "nothing", "Gus", "dov"):
        assert name in apart


def test_nearly_the_same_is_folded(tmp_path: Path):
    text = (Path(__file__).parent.parent / "solutions" / "ex01_engine.py").read_text(encoding="utf-8")
    for name in ("one", "two"):
        (tmp_path / "in" / name).mkdir(parents=True)
        (tmp_path / "in" / name / "ex01_engine.py").write_text(text, encoding="utf-8")
    grade_class(tmp_path / "in", tmp_path / "out", asked=("-k", "ex01 and url", "--seed", "5"))
    index = (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    alike = index[index.index('aria-labelledby="alike"') :].split("</section>")[0]
    assert re.search(r'</h2>\s*<details class="card"><summary>1 to be read side by side', alike)
    assert alike.index("<p ") > alike.index("<details")
