"""A class's reports: right sums, valid formats, learners' text as data, nothing that a check compares with."""

from __future__ import annotations

import contextlib
import csv
import html
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import jsonschema
import pytest
from classes import DEAREST, FIRST, HEAD, HOSTILE, HOSTILE_RAISES, SOLUTION, STUB, grade_class, make_class

from checker.classroom.class_run import tidy
from checker.judge.submission import Submission
from checker.reports import points, shapes, similar
from checker.reports.points import Score
from checker.reports.text import cell, printable
from checker.telling import story
from checker.wall.verdicts import Wrong
from workbook.files.whole import writing

SCHEMA = json.loads((Path(shapes.__file__).parent / "results.schema.json").read_text(encoding="utf-8"))
LEARNERS = {
    "Ada Løvelace": SOLUTION,
    "=HYPERLINK(A1)": STUB,
    "-1+1": DEAREST,
    HOSTILE: HOSTILE_RAISES,
    "first": FIRST,
    "hangs": f"{HEAD}    while True: pass\n",
    "leaves": f"{HEAD}    import os; os._exit(0)\n",
    "prints": f"{HEAD}    print('<b>', (await session.scalars(select(Book.title))).all())\n    return ''\n",
    "nothing of it": "x = 1\n",
}


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The reports of a class of nine, an archive that is none, and one whose name is no UTF-8."""
    top = tmp_path_factory.mktemp("reports")
    folder = make_class(top / "in", LEARNERS)
    (folder / "broken.zip").write_text("no archive")
    with contextlib.suppress(OSError):  # a file system that wants UTF-8
        make_class(folder, {"sur\udcffrogate": SOLUTION})
    run = grade_class(folder, top / "out", "-n", "2")
    assert (top / "out" / "index.html").exists(), run.stdout + run.stderr
    return top / "out"


@pytest.fixture
def rows(out: Path) -> dict[str, dict[str, str]]:
    with (out / "grades.csv").open(encoding="utf-8-sig", newline="") as file:
        return {row["Learner"]: row for row in csv.DictReader(file)}


def test_the_grades_are_the_sums_of_what_passed(rows):
    totals = {
        name: (row["ex00_start_here.greeting"], row["ex00_start_here"], row["Total"], row["Possible"])
        for name, row in rows.items()
    }
    assert totals["Ada Løvelace"] == ("3", "3", "3", "3")
    assert (
        totals["'=HYPERLINK(A1)"]
        == totals["hangs"]
        == totals["leaves"]
        == totals["nothing of it"]
        == ("0", "0", "0", "3")
    )


def test_what_was_not_graded_has_no_points_rather_than_none(rows):
    assert (rows["broken"]["Total"], rows["broken"]["Status"]) == (
        "",
        "it is no archive, whatever its name says: hand in a .zip, or the .py file itself.",
    )


def test_no_name_is_a_formula(out: Path, rows):
    assert {"'=HYPERLINK(A1)", "'-1+1"} <= set(rows)
    assert not [name for name in rows if name.startswith(("=", "+", "-", "@", "\t"))]
    assert (out / "grades.csv").read_bytes().startswith(b"\xef\xbb\xbfLearner,"), "Excel needs the mark to read names"


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@x", "\t=1", " =1", "\r=1", "＝1"])  # noqa: RUF001
def test_a_formula_gets_an_apostrophe(text: str):
    assert cell(text).startswith("'")


def test_results_json_is_what_its_schema_says(out: Path):
    data = json.loads((out / "results.json").read_text(encoding="utf-8"))
    jsonschema.validate(data, SCHEMA)
    assert data["possible"] == 3
    assert {entry["learner"] for entry in data["learners"]} >= {*LEARNERS, "broken"}
    assert "<script>alert('message')" not in (out / "results.json").read_text(encoding="utf-8")
    assert "seconds" not in (out / "results.json").read_text(encoding="utf-8").replace('"sentence"', "")
    timings = json.loads((out / "timings.json").read_text(encoding="utf-8"))
    assert set(timings["seconds"]) == {entry["learner"] for entry in data["learners"]}


def test_each_learner_has_files_for_other_programs(out: Path):
    for learner in LEARNERS:
        folder = out / "feedback" / learner
        gradescope = json.loads((folder / "gradescope.json").read_text(encoding="utf-8"))
        assert gradescope["score"] == sum(test["score"] for test in gradescope["tests"])
        assert sum(test["max_score"] for test in gradescope["tests"]) == 3
        exercism = json.loads((folder / "exercism.json").read_text(encoding="utf-8"))
        assert (exercism["version"], [test["task_id"] for test in exercism["tests"]]) == (3, [1, 1, 1])
        assert all("submission.greeting()" in test["test_code"] for test in exercism["tests"])
        suite = ElementTree.parse(folder / "junit.xml").find("testsuite")
        assert suite is not None
        assert int(suite.get("tests", "")) == 3
        assert int(suite.get("failures", "")) == 3 - gradescope["score"]


def test_a_refused_submission_has_no_score_on_gradescope_rather_than_0(out: Path):
    told = json.loads((out / "feedback" / "broken" / "gradescope.json").read_text(encoding="utf-8"))
    assert "score" not in told
    assert "tests" not in told
    assert told["output"].startswith("Not graded: it is no archive")


def test_exercism_tells_an_error_from_a_failure(out: Path):
    statuses = {}
    for learner in ("Ada Løvelace", "-1+1", "leaves", "broken"):
        data = json.loads((out / "feedback" / learner / "exercism.json").read_text(encoding="utf-8"))
        assert bool(data["message"]) == (data["status"] == "error")
        statuses[learner] = data["status"]
    assert statuses == {"Ada Løvelace": "pass", "-1+1": "fail", "leaves": "error", "broken": "error"}


class Tags(HTMLParser):
    """The elements of a page, and its text."""

    def __init__(self, text: str):
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.links: list[str] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.links += [value for name, value in attrs if name in ("href", "src")]

    def handle_data(self, data):
        self.text += data


def test_learners_text_is_never_markup(out: Path):
    index = Tags((out / "index.html").read_text(encoding="utf-8"))
    page = Tags((out / "feedback" / HOSTILE / "feedback.html").read_text(encoding="utf-8"))
    assert index.tags.count("script") == 1, "the table's own"
    assert page.tags.count("script") == 0
    assert HOSTILE in index.text
    assert HOSTILE in page.text
    assert "<script>alert('message')</script> ]]>" in page.text
    assert "\x00" not in page.text


def test_the_pages_need_nothing_from_anywhere(out: Path):
    for path in [out / "index.html", *out.glob("feedback/*/feedback.html")]:
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"https?://|@import|url\(", text), path
        for link in Tags(text).links:
            assert link.startswith(("#", "feedback/")) or (out / link).exists(), link


def test_every_link_of_the_index_leads_to_a_page(out: Path):
    from urllib.parse import unquote_to_bytes

    links = [link for link in Tags((out / "index.html").read_text(encoding="utf-8")).links if "feedback/" in link]
    assert len(set(links)) >= len(LEARNERS)
    for link in links:
        assert Path(out.as_posix() + "/" + unquote_to_bytes(link).decode("utf-8", "surrogateescape")).exists()


def test_a_page_shows_what_came_back_and_not_what_was_expected(out: Path):
    # what is known of a learner's own answer comes before what most get wrong
    hints = {
        "-1+1": "Most who fail this check take another book than the cheapest.",
        "first": "`limit(1)` takes any rows, for without an order the database gives them as it likes",
    }
    for learner, hint in hints.items():
        kept = json.loads((out / "learners" / learner / "result.json").read_text(encoding="utf-8"))
        page = html.unescape((out / "feedback" / learner / "feedback.html").read_text(encoding="utf-8"))
        for result in kept["results"]:
            values = re.findall(r"^assert '(.*)' == '(.*)'$", result["message"], re.MULTILINE)
            for got, expected in values:
                assert got in page
                assert expected not in page or expected in " ".join(result["called"])
        assert "await submission.greeting() == books[2].title" in page
        assert "SELECT books.title FROM books" in page
        assert hint in page.replace("<code>", "`").replace("</code>", "`")


def test_a_page_folds_what_passed_and_names_the_lesson_of_what_did_not(out: Path):
    good, bad = (
        (out / "feedback" / name / "feedback.html").read_text(encoding="utf-8") for name in ("Ada Løvelace", "-1+1")
    )
    assert "<details><summary>3 checks passed</summary>" in good
    assert '<ul class="checks">' not in good
    assert "notebooks/00_start_here.ipynb" in bad
    assert "notebooks/" not in good


def test_what_is_printed_is_not_given_back(out: Path):
    kept = (out / "learners" / "prints" / "result.json").read_text(encoding="utf-8")
    assert "It printed:" in kept
    for name in ("feedback.html", "gradescope.json", "exercism.json", "junit.xml"):
        text = html.unescape((out / "feedback" / "prints" / name).read_text(encoding="utf-8"))
        assert "It printed" not in text
        assert "<b>" not in text


def test_no_page_names_another_learner(out: Path):
    for learner in LEARNERS:
        for path in (out / "feedback" / learner).iterdir():
            text = path.read_text(encoding="utf-8")
            assert not [
                other for other in ("Ada Løvelace", "HYPERLINK", "hangs") if other != learner and f">{other}<" in text
            ]


def test_the_index_tells_what_the_class_thinks(out: Path):
    text = " ".join(Tags((out / "index.html").read_text(encoding="utf-8")).text.split())
    assert "… take another book than the cheapest" in text
    assert "it is no archive, whatever its name says" in text


def result(check: str, outcome: str, worth: float = 1) -> dict:
    return {"exercise": "ex01", "function": "f", "check": check, "outcome": outcome, "points": worth}


def test_a_check_of_which_the_checker_broke_counts_neither_for_nor_against():
    assert points.total([result("a", "passed", 2), result("b", "checker broke", 3), result("c", "wrong")]) == Score(
        2, 3, 3
    )


def test_a_check_that_passed_and_then_broke_is_counted_once():
    assert points.total([result("a", "passed"), result("a", "checker broke")]) == Score(0, 0, 1)


def test_points_of_a_tenth_add_up():
    assert points.total([result(str(number), "passed", 0.1) for number in range(10)]) == Score(1, 1, 0)


def test_the_shape_of_a_copy_is_the_same(tmp_path: Path):
    text = (Path(__file__).parent.parent / "solutions" / "ex05_eager_loading.py").read_text(encoding="utf-8")
    copy = "# my own work\n" + text.replace("session", "s").replace("    ", "  ").replace('"""Return', '"""Give back')
    for name, its in (("one", text), ("two", copy)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "ex05_eager_loading.py").write_text(its, encoding="utf-8")
    exercises = Path(__file__).parent.parent / "exercises"
    one, two = (shapes.shape(tmp_path / name, ["ex05_eager_loading"], exercises) for name in ("one", "two"))
    assert one == two
    assert len(one) > 50
    stub = (exercises / "ex05_eager_loading.py").read_text(encoding="utf-8")
    (tmp_path / "one" / "ex05_eager_loading.py").write_text(stub, encoding="utf-8")
    assert shapes.shape(tmp_path / "one", ["ex05_eager_loading"], exercises) == []


def test_those_alike_are_found_among_thousands():
    def made(number: int) -> list[int]:
        return list(range(20)) + [1000 * (number + 1) + step for step in range(60)]

    everybody = [(f"learner {number}", made(number)) for number in range(3000)]
    everybody += [("copy", made(7)), ("nearly", [*made(8)[:-4], 91, 92, 93, 94])]
    found = [(set(one.learners), one.share == 1) for one in similar.alike(everybody)]
    assert found == [({"learner 7", "copy"}, True), ({"learner 8", "nearly"}, False)]


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path):
    path = tmp_path / "kept"
    path.write_text("before")
    with pytest.raises(TypeError), writing(path) as file:
        file.writelines(["half", 1])  # type: ignore[list-item]
    assert [each.name for each in tmp_path.iterdir()] == ["kept"]
    assert path.read_text() == "before"


def test_nothing_of_this_machine_stands_in_a_result():
    assert tidy(["<A object at 0x7f00aa001122> in /tmp/submission_ab12_cd3/ex01.py"]) == [
        "<A object at 0x…> in …/ex01.py"
    ]


def test_control_characters_are_shown_as_such():
    assert printable("a\x00b\x1b[31m\udcff\n") == "a�b�[31m\\udcff\n"


def test_a_summary_attributes_what_failed_first():
    its = [{**result("a", "wrong"), "misconception": "x"}, {**result("b", "wrong"), "misconception": "y"}]
    assert points.telling(its) == its[:1]
    assert points.telling([*its, result("c", "passed")]) == its


def test_the_lines_that_sent_statements_are_told_above_them():
    rows = "\n".join(["expected at most 1 statement, saw 1:", "  1. SELECT a  FROM b (3 rows)     ex05.py:21"])
    told = story.parts(Wrong(rows), "wrong", Submission(), "leave the N+1")
    assert told["happened"] == "expected at most 1 statement, saw 1:\n  1. ex05.py:21\n     SELECT a  FROM b (3 rows)"
    assert told["hint"] == "Most who fail this check leave the N+1."
