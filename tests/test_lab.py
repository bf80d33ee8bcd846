"""A lab's file: the same for handing out and for grading, and its weights are no other checker."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from classes import DEAREST, SOLUTION, grade_class, make_class, results_of
from variants import ROOT

from workbook.learning.lab import NoLab, exercise_named, read_lab


def lab(folder: Path, text: str) -> Path:
    file = folder / "lab.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_it_asks_for_lessons_and_for_single_functions(tmp_path: Path):
    found = read_lab(lab(tmp_path, 'title = "Week 3"\nexercises = ["06.upsert_books", "05", "orders_page"]'), ROOT)
    assert [each.number for each in found.lessons] == ["05", "06"]
    assert found.asks("ex05_eager_loading", "latest_orders")
    assert found.asks("ex06_bulk_operations", "upsert_books")
    assert not found.asks("ex06_bulk_operations", "copy_books")
    assert not found.asks("ex00_start_here", "greeting")


def test_the_points_of_an_exercise_are_shared_out_and_add_up(tmp_path: Path):
    found = read_lab(lab(tmp_path, 'exercises = ["05"]\n[points]\norders_page = 10\nlatest_orders = 0.1'), ROOT)
    stem = "ex05_eager_loading"
    checks = [(stem, "orders_page", f"test_{n}", 1) for n in range(3)]
    checks += [(stem, "latest_orders", f"test_latest_{n}", 1 + n) for n in range(2)] + [(stem, "other", "test_x", 2)]
    worth = found.worth(checks)
    assert [worth[stem, f"test_{n}"] for n in range(3)] == [3.33, 3.34, 3.33]
    assert [worth[stem, f"test_latest_{n}"] for n in range(2)] == [0.03, 0.07]
    assert (stem, "test_x") not in worth


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('exercises = ["05"]\nweight = 3', "'weight' is none of these"),
        ('exercises = "05"', "exercises cannot be '05'"),
        ('exercises = ["05.nothing"]', "has no exercise 'nothing'"),
        ('exercises = ["add_user"]', "say 02.add_user or 03.add_user"),
        ('exercises = ["05"]\n[points]\n"06" = 3', "not among its exercises"),
        ('exercises = ["05"]\n[points]\n"05" = -3', "worth -3 points"),
        ('exercises = ["05"]\n[points]\n"05" = 3\norders_page = 2', "give one of them"),
        ('exercises = ["05"]\ntime_limit = 0', "time_limit is a number of seconds"),
    ],
)
def test_a_file_that_is_none_is_told_in_a_sentence(tmp_path: Path, text: str, words: str):
    with pytest.raises(NoLab, match=words):
        read_lab(lab(tmp_path, text), ROOT)


def test_a_function_is_named_as_it_is_called():
    found = exercise_named(ROOT, "greeting()")
    assert not isinstance(found, str)
    assert (found[0].number, found[1]) == ("00", "greeting")


def test_a_changed_weight_is_no_other_checker(tmp_path: Path):
    folder = make_class(tmp_path / "in", {"Ada": SOLUTION, "Bob": DEAREST})
    text = 'exercises = ["greeting"]\nseed = 11\ntime_limit = 4\n[points]\n"00" = '
    file = lab(tmp_path, f"{text}10")
    run = grade_class(folder, tmp_path / "out", asked=("--lab", str(file)))
    assert run.returncode == 0, run.stdout + run.stderr
    kept = tmp_path / "out" / "learners" / "Ada" / "result.json"
    first = kept.stat().st_mtime_ns
    assert results_of(tmp_path / "out")["Ada"]["score"] == {"got": 10, "possible": 10, "unscored": 0}
    lab(tmp_path, f"{text}6")
    run = grade_class(folder, tmp_path / "out", asked=("--lab", str(file)))
    assert run.returncode == 0, run.stdout + run.stderr
    assert kept.stat().st_mtime_ns == first
    assert results_of(tmp_path / "out")["Ada"]["score"]["possible"] == 6
    assert "<small>of 6 points" in (tmp_path / "out/feedback/Ada/feedback.html").read_text(encoding="utf-8")
    with (tmp_path / "out" / "grades.csv").open(encoding="utf-8-sig", newline="") as rows:
        assert [row["Total"] for row in csv.DictReader(rows)] == ["6", "0"]
