"""Points changed by hand: what grading gave is kept, every report shows the change, and no line is lost in silence."""

from __future__ import annotations

import csv
import html
import json
from pathlib import Path

import jsonschema
import pytest
from classes import DEAREST, NAME, SOLUTION, STUB, grade_class, make_class, results_of
from test_reports import SCHEMA
from test_roster import CANVAS_EXPORT, MOODLE_SHEET

from checker.classroom import roster
from checker.classroom.adjusting import NoAdjustments, read
from checker.classroom.matching import match
from checker.classroom.whom import Whom
from checker.intake.arrivals import entries
from checker.intake.gradescope_export import owners
from checker.reports.scoring import Adjustment, scored

WORTH = {
    (NAME, "greeting"): 3.0,
    ("ex05_eager_loading", "orders_page"): 4.0,
    ("ex05_eager_loading", "latest_orders"): 2,
}
HEAD = "learner,exercise,points,comment\n"


def adjustments(folder: Path, text: str | bytes, *names: str, people: str = "") -> dict[str, list[Adjustment]]:
    """What a table with this text says of a class with these folders, and perhaps of a roster."""
    (folder / "in").mkdir()
    for name in names:
        (folder / "in" / name).write_text("x = 1\n") if name.endswith(".py") else (folder / "in" / name).mkdir()
    file = folder / "adjust.csv"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    arrived = entries(folder / "in")
    roll = None
    if people:
        (folder / "roster.csv").write_text(people, encoding="utf-8")
        roll = match(arrived, *roster.read(folder / "roster.csv"), owners(folder / "in"))
    return read(file, Whom(arrived, roll), WORTH)


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("word", ["greeting", "greeting()", "00", "00.greeting", "ex00_start_here.greeting"])
def test_an_exercise_is_named_as_a_lab_or_grades_csv_names_it(tmp_path: Path, word: str):
    assert adjustments(tmp_path, f"{HEAD}ana,{word},-1,late", "ana") == {
        "ana": [Adjustment(NAME, "greeting", -1, "late")]
    }


@pytest.mark.parametrize("word", ["s1", "amara", "amara@uni.example", "Okafor, Amara", "AMARA OKAFOR", "okaforamara"])
def test_a_learner_is_named_as_the_roster_or_the_folder_has_it(tmp_path: Path, word: str):
    people = '"Student",ID,SIS User ID,SIS Login ID,Section\n"Okafor, Amara",101,s1,amara@uni.example,A\n'
    found = adjustments(tmp_path, f'{HEAD}"{word}",00,1,', f"okaforamara_101_5001_{NAME}.py", people=people)
    assert list(found) == ["okaforamara (101)"]


@pytest.mark.parametrize("word", ["Amara Okafor", "201", "Amara Okafor (201)"])
def test_without_a_roster_the_platforms_name_says_who_it_is(tmp_path: Path, word: str):
    found = adjustments(tmp_path, f"{HEAD}{word},00,1,", "Amara Okafor_201_assignsubmission_file_")
    assert len(found) == 1


@pytest.mark.parametrize(
    ("points", "value"), [("2", 2), ("+2", 2), ("-0.5", -0.5), ("'-1", -1), ('"0,5"', 0.5), ("\N{MINUS SIGN}1", -1)]
)
def test_points_are_written_as_people_and_spreadsheets_write_them(tmp_path: Path, points: str, value: float):
    [[found]] = adjustments(tmp_path, f"{HEAD}ana,00,{points},", "ana").values()
    assert found.points == value


def test_other_spreadsheets_and_orders_of_columns(tmp_path: Path):
    text = "Points;Comment;Exercise;Learner;;\r\n1,5;für die Erklärung;greeting;ana;;\r\n;;;;;\r\n".encode("cp1252")
    assert adjustments(tmp_path, text, "ana") == {"ana": [Adjustment(NAME, "greeting", 1.5, "für die Erklärung")]}


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        ("ana,00,1,\n\nbob,00,1,", "line 4: 'bob' fits nobody"),
        ("anna,00,1,", "is it 'ana'"),
        (",00,1,", "line 2: it names no learner"),
        ("ana,greetings,1,", "line 2: there is no exercise 'greetings': is it 'greeting'?"),
        ("ana,14,1,", "line 2: there is no lesson '14'"),
        ("ana,,1,", "names no exercise"),
        ("ana,upsert_books,1,", "not among the exercises that are graded"),
        ("ana,05,1,", "05 has 2 exercises: name one, as in 05.orders_page"),
        ("ana,00,,", "'' is no number of points"),
        ("ana,00,two,", "'two' is no number"),
        ("ana,00,nan,", "'nan' is no number"),
        ("ana,00,1e3,", "'1e3' is no number"),
        ("ana,00,1_0,", "'1_0' is no number"),
        ("ana,00,3.5,", r"greeting\(\) is worth 3: 3.5 cannot be added, only -3 to 3 can"),
        ("ana,00,-4,", "only -3 to 3"),
        ("ana,00,1,a\nAna,greeting,1,b", "line 3: line 2 is for the same learner and exercise"),
        ("ana,00,1,late, and more", "put a text with commas in double quotes"),
        ('"ana,00,1,', "is no CSV file"),
    ],
)
def test_a_line_that_cannot_be_carried_out_is_named(tmp_path: Path, lines: str, says: str):
    with pytest.raises(NoAdjustments, match=says):
        adjustments(tmp_path, HEAD + lines, "ana")


@pytest.mark.parametrize("text", ["", "ana,00,1,\n", "learner,points\nana,1\n", b"PK\x03\x04"])
def test_what_is_no_table_of_adjustments_is_told(tmp_path: Path, text: str | bytes):
    with pytest.raises(NoAdjustments, match=r"is empty|must name the columns|is no CSV file"):
        adjustments(tmp_path, text, "ana")


@pytest.mark.parametrize(
    ("word", "names", "says"),
    [
        ("Ana Silva", ["a1", "a2"], "may be"),
        ("Bo", ["a1"], "has handed in nothing"),
        ("Ana S", ["Ana S_7_assignsubmission_file_", "Ana S_8_assignsubmission_file_"], "may be"),
    ],
)
def test_nothing_is_guessed_between_two_and_nothing_is_changed_of_nothing(tmp_path: Path, word, names, says):
    with pytest.raises(NoAdjustments, match=f"line 2: '{word}' {says}"):
        adjustments(tmp_path, f"{HEAD}{word},00,1,", *names, people="name,id\nAna Silva,a1\nAna Silva,a2\nBo,b\n")


def test_an_exercise_counts_from_nothing_to_all_its_points():
    results = [
        {"exercise": NAME, "function": "greeting", "check": name, "outcome": outcome, "points": 1}
        for name, outcome in [("a", "passed"), ("b", "wrong"), ("c", "checker broke")]
    ]
    for points, got, counted in [(1, 2, 1), (2, 2, 1), (-1, 0, -1), (-3, 0, -1), (0.5, 1.5, 0.5)]:
        found = scored(results, [Adjustment(NAME, "greeting", points)])
        assert (found.total.got, found.total.possible, found.change) == (got, 2, counted)
    assert scored([], [Adjustment(NAME, "greeting", 1)]).adjusted == []


COMMENT = "=1+1 <script>alert('why')</script>"
TABLE = (
    f'{HEAD}"Okafor, Amara",greeting,-1,"{COMMENT}"\n102,00,+2,explained it orally\nstub,00,3,on paper\nempty,00,1,\n'
)


def everywhere(out: Path) -> None:
    """Each report has the points after the change, and says that they were changed."""
    amara, bjorn, stub = "okaforamara (101)", "lindqvistbjorn (102)", "stub"
    got = {row["Learner"]: row for row in rows(out / "grades.csv")}
    assert [(got[name]["Total"], got[name]["Adjusted"]) for name in (amara, bjorn, stub)] == [
        ("2", "-1"),
        ("2", "2"),
        ("3", "3"),
    ]
    assert got[amara][f"{NAME}.greeting"] == got[amara][NAME] == "2"
    assert got[amara]["Adjustments"] == f"greeting() -1: {COMMENT}"
    assert (got["empty"]["Total"], got["empty"]["Adjusted"], got["right"]["Adjusted"]) == ("", "", "")
    canvas = {row["Student"]: row["Lab 1 (4711)"] for row in rows(out / "canvas.csv")}
    assert (canvas["Okafor, Amara"], canvas["Lindqvist, Björn"]) == ("2", "2")
    jsonschema.validate(json.loads((out / "results.json").read_text(encoding="utf-8")), SCHEMA)
    results = results_of(out)
    assert results[amara]["score"] == results[amara]["exercises"][NAME]["greeting"]
    assert (results[amara]["score"]["got"], results[amara]["adjusted"][0]["counted"]) == (2, -1)
    assert "adjusted" not in results["right"]
    gradescope = json.loads((out / "feedback" / bjorn / "gradescope.json").read_text(encoding="utf-8"))
    assert gradescope["score"] == sum(test["score"] for test in gradescope["tests"]) == 2
    assert "explained it orally" in gradescope["tests"][-1]["output"]
    page = (out / "feedback" / amara / "feedback.html").read_text(encoding="utf-8")
    assert "<script>" not in page
    assert f"greeting() -1: {COMMENT}" in html.unescape(page)
    assert '<p class="big">2 <small>of 3 points' in page
    index = (out / "index.html").read_text(encoding="utf-8")
    assert "Changed by hand (3)" in index
    assert COMMENT in html.unescape(index)
    assert "alert('why')</script>" not in index
    assert "by hand" not in (out / "feedback" / "right" / "feedback.html").read_text(encoding="utf-8")


def test_what_is_changed_by_hand_is_in_every_report_and_survives_every_run(tmp_path: Path):
    folder = make_class(tmp_path / "in", {"stub": STUB, "right": SOLUTION})
    for name, text in {"okaforamara_101_5001": SOLUTION, "lindqvistbjorn_102_5002": DEAREST}.items():
        (folder / f"{name}_{NAME}.py").write_text(text, encoding="utf-8")
    (folder / "empty").mkdir()
    export, table, out = tmp_path / "canvas.csv", tmp_path / "adjust.csv", tmp_path / "out"
    export.write_text(CANVAS_EXPORT, encoding="utf-8", newline="")
    first = grade_class(folder, out, "--roster", str(export))
    assert "by hand" not in first.stdout
    assert "Adjusted" not in rows(out / "grades.csv")[0]
    kept = {path: path.read_bytes() for path in out.glob("learners/*/result.json")}
    assert len(kept) == 5

    table.write_text(TABLE, encoding="utf-8")
    run = grade_class(folder, out, "--roster", str(export), "--adjust", str(table))
    assert run.returncode == 1, run.stdout + run.stderr  # "empty" was not graded
    assert "okaforamara (101): changed by hand: greeting() -1" in run.stdout
    assert "empty: changed by hand: nothing of theirs was graded" in run.stdout
    everywhere(out)
    assert {path: path.read_bytes() for path in kept} == kept, "what grading gave"

    table.unlink()
    again = grade_class(folder, out, "--roster", str(export))
    assert "changed by hand by 4 lines of adjustments.csv" in again.stdout, again.stdout + again.stderr
    everywhere(out)
    assert grade_class(folder, out, "--roster", str(export), "--fresh").returncode == 1
    everywhere(out)
    assert grade_class(folder, tmp_path / "other", "--roster", str(export), "--adjust", str(out / "adjustments.csv"))
    everywhere(tmp_path / "other")

    table.write_text(HEAD, encoding="utf-8")
    grade_class(folder, out, "--roster", str(export), "--adjust", str(table))
    assert results_of(out)["stub"]["score"]["got"] == 0


def test_a_line_that_fits_nobody_ends_the_run_before_anything_is_graded(tmp_path: Path):
    folder = make_class(tmp_path / "in", {"ana": SOLUTION})
    (tmp_path / "adjust.csv").write_text(f"{HEAD}ana,00,1,\nbob,00,1,\n", encoding="utf-8")
    run = grade_class(folder, tmp_path / "out", "--adjust", str(tmp_path / "adjust.csv"))
    assert run.returncode == 4
    assert "adjust.csv, line 3: 'bob' fits nobody" in run.stderr
    assert not (tmp_path / "out").exists()


def test_moodles_worksheet_gets_the_changed_points(tmp_path: Path):
    folder = make_class(tmp_path / "in", {"Amara Okafor_201_assignsubmission_file_": SOLUTION})
    (tmp_path / "moodle.csv").write_text(MOODLE_SHEET, encoding="utf-8", newline="")
    (tmp_path / "adjust.csv").write_text(f"{HEAD}amara@uni.example,00,-0.5,\n", encoding="utf-8")
    grade_class(
        *(folder, tmp_path / "out"), "--roster", str(tmp_path / "moodle.csv"), "--adjust", str(tmp_path / "adjust.csv")
    )
    assert [row["Grade"] for row in rows(tmp_path / "out" / "moodle.csv")] == ["2.5", ""]
