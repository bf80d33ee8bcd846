"""A platform's own table, filled in: the one column, and nothing else of it."""

from __future__ import annotations

import csv
import re
import zipfile
from pathlib import Path

import pytest
from classes import DEAREST, NAME, SOLUTION, grade_class
from test_roster import CANVAS_EXPORT, MOODLE_SHEET

from checker.classroom import roster
from checker.reports import sheets
from checker.reports.patching import patched
from checker.reports.roll import Roll
from checker.reports.run import Run
from checker.reports.sheets import column


def rows_of(path: Path) -> list[list[str]]:
    return list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines()))


@pytest.mark.parametrize(
    ("text", "files", "name", "at"),
    [
        (CANVAS_EXPORT, {f"okaforamara_101_5001_{NAME}.py": SOLUTION}, "canvas.csv", 5),
        (MOODLE_SHEET, {f"Amara Okafor_201_assignsubmission_file_{NAME}.py": SOLUTION}, "moodle.csv", 4),
    ],
    ids=["Canvas", "Moodle"],
)
def test_the_platforms_own_table_is_filled_in(tmp_path: Path, text: str, files: dict[str, str], name: str, at: int):
    (tmp_path / "in").mkdir()
    for file, content in {**files, "bjorn.py": "x", f"stranger/{NAME}.py": DEAREST}.items():
        (tmp_path / "in" / file).parent.mkdir(exist_ok=True)
        (tmp_path / "in" / file).write_text(content, encoding="utf-8")
    (tmp_path / "roster.csv").write_text(text, encoding="utf-8", newline="")
    run = grade_class(tmp_path / "in", tmp_path / "out", "--roster", str(tmp_path / "roster.csv"))
    assert f"{name}: the maximum of" in run.stdout
    before, after = rows_of(tmp_path / "roster.csv"), rows_of(tmp_path / "out" / name)
    changed = [
        (line, cell, now)
        for line, (old, new) in enumerate(zip(before, after, strict=True))
        for cell, (was, now) in enumerate(zip(old, new, strict=True))
        if was != now
    ]
    assert changed == [(2 if name == "canvas.csv" else 1, at, "3")], run.stdout + run.stderr
    index = (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    assert 'id="roster"' in index
    assert "nobody on the roster has this name" in index
    person = before[2][0] if name == "canvas.csv" else before[1][1]
    assert f">{person}</a><br>" in index
    names = zipfile.ZipFile(tmp_path / "out" / "feedback.zip").namelist()
    expected = (
        "okaforamara_101_5001_feedback.html"
        if name == "canvas.csv"
        else "Amara Okafor_201_assignsubmission_file_/feedback.html"
    )
    assert {expected, "stranger/feedback.html"} <= {*names}
    assert re.search("not matched: .*stranger: nobody on the roster", run.stdout)
    with (tmp_path / "out" / "grades.csv").open(encoding="utf-8-sig", newline="") as file:
        status = {row["Name"]: (row["Status"], row["late"]) for row in csv.DictReader(file)}
    assert status[person][0] == "graded"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("delimiter", [",", ";"])
def test_all_else_is_as_it_was_to_the_byte(encoding: str, end: str, delimiter: str):
    rows = [
        'Identifier,"Full, ""name"" of",Grade',
        ",,",
        "",
        '"Participant 1","Björn, ÿ",',
        'P 2,"two\nlines",7',
        'P 3,"A-"',
    ]
    text = end.join(rows).replace(",", delimiter)
    filled = text.replace(f'ÿ"{delimiter}', f'ÿ"{delimiter}3.5') + f"{delimiter}9"
    assert patched(text.encode(encoding), delimiter, {}) == text.encode(encoding)
    assert patched(text.encode(encoding), delimiter, {(1, 2): "3.5", (3, 2): "9"}) == filled.encode(encoding)


def a_run(folder: Path, text: str, title: str = "", worth: float = 10) -> Run:
    (folder / "r.csv").write_text(text, encoding="utf-8", newline="")
    table, people = roster.read(folder / "r.csv")
    check = {"exercise": NAME, "function": "greeting", "check": "one", "points": worth}
    return Run(folder, {}, [], lambda _: "", roll=Roll(table, people), title=title, checks=[check])


TWO = CANVAS_EXPORT.replace("Lab 1 (4711),Current Score", "Lab 1 (4711),Lab 2 (4712)")
NONE = CANVAS_EXPORT.replace("Lab 1 (4711)", "Lab 1")


@pytest.mark.parametrize(
    ("text", "title", "worth", "words"),
    [
        (CANVAS_EXPORT, "", 10, []),
        (CANVAS_EXPORT, "Lab 1", 10.0, []),
        (
            CANVAS_EXPORT,
            "",
            3,
            ["maximum of 'Lab 1 (4711)' in Canvas is 10, and all points here are 3", "not scaled"],
        ),
        (CANVAS_EXPORT, "Week 3", 10, ["canvas.csv is not written", "called 'Week 3'", "has 'Lab 1'"]),
        (TWO, "", 10, ["canvas.csv is not written", "'Lab 1', 'Lab 2'", "title of a lab's file"]),
        (NONE, "", 10, ["canvas.csv is not written", "the export has no assignment"]),
        (MOODLE_SHEET, "Week 3", 10, []),
        (MOODLE_SHEET, "", 12, ["moodle.csv: the maximum of 'Grade' in Moodle is 10, and all points here are 12"]),
        (MOODLE_SHEET.replace("10.00", '"7,50"', 1), "", 10, ["is 7.5, and"]),
        ("name,id\nAmara,1\n", "", 10, ["canvas.csv and moodle.csv are not written", "Canvas' gradebook export"]),
    ],
)
def test_why_there_is_no_sheet_and_what_does_not_fit_is_said(tmp_path: Path, text, title, worth, words):
    run = a_run(tmp_path, text, title, worth)
    said = " ".join(sheets.said(run))
    assert bool(said) == bool(words), said
    assert [each for each in words if each not in said] == []
    sheets.write(run)
    written = {path.name for path in tmp_path.iterdir()} & {"canvas.csv", "moodle.csv"}
    assert bool(written) == ("not written" not in said)


def test_the_column_is_that_of_the_labs_title_or_the_only_one(tmp_path: Path):
    two = CANVAS_EXPORT.replace("Lab 1 (4711),Current Score", "Lab 1 (4711),Lab 2 (4712)")
    (tmp_path / "r.csv").write_text(two, encoding="utf-8")
    table, _ = roster.read(tmp_path / "r.csv")
    assert [column(table, title) for title in ("Lab 1", "Lab 2", "Lab 3", "")] == [5, 6, None, None]
