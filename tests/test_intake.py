"""Whatever arrives is graded, refused in a sentence, or named: nothing in a class's folder is lost in silence."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import subprocess
import tempfile
from collections import Counter
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path, PurePosixPath

import pytest
from arrived import CASES, FILE, GRADED, NO_FILE, NOTEBOOK, PAGE, REFUSED, Case, zipped
from classes import NAME, SOLUTION, STUB, grade_class, results_of
from hypothesis import given, settings
from hypothesis import strategies as st
from variants import ROOT

from checker.intake import arrivals
from checker.intake.archives import of_archive
from checker.intake.arrivals import SKIPPED, Arrived, entries
from checker.intake.entries import NoFile, Refused, handed_out
from checker.intake.laying_out import lay_out
from checker.intake.naming import named
from checker.intake.not_python import no_python
from checker.intake.platforms import said
from checker.intake.projects import Projects
from checker.intake.spelling import LONGEST, same_name, spelt
from workbook.files.removing import remove

pytestmark = pytest.mark.skipif(os.name == "nt", reason="names of bytes")


def whose(name: str, known: list[str]) -> str:
    """The learner whose name begins so: long names are cut."""
    return next((each for each in known if each == name), "") or next(each for each in known if each.startswith(name))


def names_of(arrived: Arrived) -> Counter[str]:
    """Every entry of the folder, each as often as it was accounted for."""
    of_learners = [spelt(part.path.name) for entry in arrived for part in entry.whole]
    return Counter(of_learners + [name for name, _ in (*arrived.earlier, *arrived.others)])


@pytest.mark.parametrize("title", CASES)
def test_an_entry_is_received_as_what_it_is(title: str, tmp_path: Path):
    case = CASES[title]
    case.make(tmp_path)
    arrived = entries(tmp_path)
    known = [entry.learner for entry in arrived]
    assert {whose(name, known) for name in case.learners} == set(known)
    assert sorted(name for name, _ in arrived.earlier) == sorted(case.earlier)
    assert sorted(name for name, what in arrived.others if what != SKIPPED) == sorted(case.others)
    assert sorted(name for name, what in arrived.others if what == SKIPPED) == sorted(case.skipped)
    by_name = {entry.learner: entry for entry in arrived}
    for name, (status, says) in case.learners.items():
        entry = by_name[whose(name, known)]
        with tempfile.TemporaryDirectory() as into:
            became, told = GRADED, list(entry.hints)
            try:
                laid_out = lay_out(entry, Path(into), [NAME])
                told += [*entry.told, *laid_out.notes]
                assert (Path(into) / f"{NAME}.py").is_file()
            except Refused as problem:
                became, told = NO_FILE if isinstance(problem, NoFile) else REFUSED, [str(problem)]
        assert became == status, told
        assert says in "\n".join(told)
        assert not any("[Errno" in line or str(tmp_path) in line for line in told)


def test_of_a_clone_only_the_exercises_are_laid_out(tmp_path: Path):
    CASES["a clone with a module"].make(tmp_path)
    (into := tmp_path / "into").mkdir()
    [entry] = [each for each in entries(tmp_path) if each.learner == "clone module"]
    lay_out(entry, into, [NAME])
    found = {path.relative_to(into).as_posix() for path in into.rglob("*")}
    assert found == {f"{NAME}.py", "ex01_engine.py", "mine.py"}


@pytest.mark.parametrize(
    ("where", "says"),
    {
        "ex13_capstone": "",
        "EX13 Capstone (1)": "EX13 Capstone (1) was taken for ex13_capstone/",
        "": "app.py, with what stands beside it, was taken for ex13_capstone/",
        "lab/my app": "lab/my app/app.py, with what stands beside it, was taken",
    }.items(),
)
def test_a_package_is_taken_by_its_name_or_by_what_is_in_it(where: str, says: str, tmp_path: Path):
    its, into = tmp_path / "in" / "a", tmp_path / "into"
    shutil.copytree(ROOT / "solutions" / "ex13_capstone", its / where, ignore=shutil.ignore_patterns("__pycache__"))
    for name in (FILE, "ex13_capstone.py"):
        (its / name).write_text(STUB if name == FILE else handed_out().texts["ex13_capstone"])
    into.mkdir()
    told = lay_out(*entries(tmp_path / "in"), into, [NAME, "ex13_capstone"]).notes
    assert says in "\n".join(told)
    assert "ex13_capstone.py (as it was handed out)" in "\n".join(told)
    tops = {path.name for path in into.iterdir()}
    assert {FILE, "ex13_capstone"} <= tops
    assert (into / "ex13_capstone" / "migrations" / "env.py").is_file()
    assert not (into / "ex13_capstone" / FILE).exists()


def test_one_file_may_hold_two_exercises_and_of_those_not_there_it_is_told_what_may_hold_them(tmp_path: Path):
    engine = (ROOT / "solutions" / "ex01_engine.py").read_text(encoding="utf-8")
    Case({"in/a/all.py": f"{SOLUTION}\n{engine}", "in/a/ex05.rar": "Rar!", "in/b/ex01_engine.ipynb": NOTEBOOK}).make(
        tmp_path
    )
    Case({f"in/b/{FILE}": SOLUTION, "in/b/05_eager_loading.ipynb": NOTEBOOK}).make(tmp_path)
    told = {}
    for entry in entries(tmp_path / "in"):
        (into := tmp_path / entry.learner).mkdir()
        told[entry.learner] = lay_out(entry, into, [NAME, "ex01_engine", "ex05_eager_loading"]).notes
    assert {path.name for path in (tmp_path / "a").glob("*.py")} == {FILE, "ex01_engine.py"}
    assert told["a"][-1].startswith("ex05_eager_loading.py is not there.  ex05.rar is a .rar archive, which is not")
    assert told["b"] == [
        "ex01_engine.py and ex05_eager_loading.py are not there.  A notebook (ex01_engine.ipynb) is not graded: "
        "hand in the .py file, with your functions in it."
    ]


def test_a_file_and_a_folder_of_one_name_beside_two_exercises_are_refused(tmp_path: Path):
    Case(
        {
            f"a/a/{FILE}": SOLUTION,
            "a/a/x": "1",
            "a/b/ex01_engine.py": (ROOT / "solutions" / "ex01_engine.py").read_text(),
            "a/b/x/y": "2",
        }
    ).make(tmp_path / "in")
    [entry] = entries(tmp_path / "in")
    with pytest.raises(Refused, match="of that name too"):
        lay_out(entry, tmp_path / "into", [NAME, "ex01_engine"])


def test_a_link_is_followed_if_no_learner_can_have_made_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    Case({f"others/{FILE}": SOLUTION, "in/x": None}).make(tmp_path)
    (tmp_path / "in" / "a").symlink_to(tmp_path / "others")
    refused = [entry.refused for entry in entries(tmp_path / "in") if entry.learner == "a"]
    monkeypatch.setattr(arrivals, "trusted", set)
    refused += [entry.refused for entry in entries(tmp_path / "in") if entry.learner == "a"]
    assert refused[0] == ""
    assert "a link that somebody else made" in refused[1]
    assert not any(entry.refused for entry in entries(tmp_path / "in") if entry.learner == "x")


def test_a_link_to_another_entry_is_nobodys(tmp_path: Path):
    Case({f"x/{FILE}": SOLUTION}).make(tmp_path)
    (tmp_path / "y").symlink_to("x")
    arrived = entries(tmp_path)
    assert [entry.learner for entry in arrived] == ["x"]
    assert arrived.others == [("y", "a link to x")]


def test_a_link_into_another_entry_is_never_followed_whoever_unpacked_it(tmp_path: Path):
    Case({f"a/{FILE}": SOLUTION}).make(tmp_path)
    (tmp_path / f"b_{FILE}").symlink_to(tmp_path / "a" / FILE)
    assert {entry.learner: bool(entry.refused) for entry in entries(tmp_path)} == {"a": False, "b": True}


def test_a_folder_within_each_entry_may_be_what_counts(tmp_path: Path):
    Case({f"home/a/lab/{NAME}.py": "x = 1\n", f"home/a/{NAME}.py": "x = 2\n", "home/b/other/x.py": ""}).make(tmp_path)
    (tmp_path / "home" / "c").mkdir()
    (tmp_path / "home" / "c" / "lab").symlink_to(tmp_path / "home" / "a" / "lab")
    became = {}
    for entry in entries(tmp_path / "home"):
        (into := tmp_path / f"into {entry.learner}").mkdir()
        try:
            lay_out(replace(entry, within="lab"), into, [NAME])
            became[entry.learner] = (into / f"{NAME}.py").read_text()
        except Refused as problem:
            became[entry.learner] = str(problem)
    assert became["a"] == "x = 1\n"
    assert "nothing in it that is in lab/" in became["b"]
    assert "is a link" in became["c"]


@settings(max_examples=30, derandomize=True, database=None, deadline=None)
@given(st.sets(st.sampled_from([title for title in CASES if "large" not in title]), max_size=12))
def test_every_entry_of_any_mix_is_accounted_for_once(titles: set[str]):
    top = Path(tempfile.mkdtemp())
    try:
        for title in sorted(titles):
            CASES[title].make(top)
        arrived = entries(top)
        assert names_of(arrived) == Counter(spelt(path.name) for path in top.iterdir())
        assert len({entry.learner for entry in arrived}) == len(arrived.entries)
        assert all(len(os.fsencode(entry.learner)) <= LONGEST + 60 for entry in arrived)
    finally:
        remove(top)


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, subprocess.CompletedProcess[str]]:
    """All cases in one folder, graded at once."""
    top = tmp_path_factory.mktemp("intake")
    (top / "in").mkdir()
    for case in CASES.values():
        case.make(top / "in")
    return top / "in", top / "out", grade_class(top / "in", top / "out", "-n", "2")


def test_all_of_them_together_are_graded_or_named(everything):
    _, out, run = everything
    assert run.returncode == 1, run.stdout + run.stderr
    assert "Traceback" not in run.stdout + run.stderr
    results = results_of(out)
    for title, case in CASES.items():
        for name, (status, says) in case.learners.items():
            row = results[whose(name, sorted(results))]
            assert row["status"] == status, (title, row)
            assert says in "\n".join([row["refused"], *row["notes"]]), (title, row)
            assert (row["score"] is None) == (status != GRADED), title
            if status == GRADED and case.points >= 0:
                assert row["score"]["got"] == case.points, title


def test_the_counts_add_up(everything):
    folder, out, run = everything
    data = json.loads((out / "results.json").read_text(encoding="utf-8"))
    counts = data["counts"]
    assert sorted(each["entry"] for each in data["entries"]) == sorted(spelt(path.name) for path in folder.iterdir())
    assert counts.pop("entries") == len(data["entries"]) == sum(counts.values())
    assert Counter(each["became"] for each in data["entries"]) == +Counter(counts)
    statuses = {row["learner"]: row["status"] for row in data["learners"]}
    ours = [each for each in data["entries"] if each["became"] in (GRADED, REFUSED, NO_FILE)]
    assert {each["learner"] for each in ours} == set(statuses)
    assert all(statuses[each["learner"]] == each["became"] for each in ours)
    assert f"{len(data['entries'])} entries: {counts[GRADED]} graded, " in run.stdout
    done = sum(row["status"] == GRADED for row in data["learners"])
    assert re.search(rf"^{done} graded, {len(statuses) - done} not graded in .*$", run.stdout, re.M), (
        "pytest's last line"
    )


def test_the_pages_and_the_terminal_say_it(everything):
    folder, out, run = everything
    index = (out / "index.html").read_text(encoding="utf-8")
    assert 'id="no-file"' in index
    for said_there in (run.stdout, index):
        assert "roster.csv" in said_there
    assert "roster.csv: not a submission: a table" in run.stdout
    assert "empty: no exercise file found: there is no " in run.stdout
    assert "two: not graded: " in run.stdout
    for page in out.glob("feedback/*/*"):
        text = page.read_text(encoding="utf-8")
        assert "[Errno" not in text
        assert str(folder) not in text
        assert "may be the same person" not in text, "it names somebody else"
    page = (out / "feedback" / "empty" / "feedback.html").read_text(encoding="utf-8")
    assert "No exercise file was found:</strong> there is no " in page
    assert "stands for it" not in page, "nothing was checked, so nothing is hidden"


def test_a_file_that_is_not_imported_costs_its_limit_once_and_one_line(everything):
    _, out, _ = everything
    seconds = json.loads((out / "timings.json").read_text(encoding="utf-8"))["seconds"]
    assert 3 <= sum(seconds["loops"].values()) < 6, "the time limit is 3 seconds, and there are three checks"
    index = (out / "index.html").read_text(encoding="utf-8")
    section = index[index.index('id="unloaded"') :].split("</section>")[0]
    assert section.count("while True: pass") == 1
    assert section.count("SyntaxError") == 1
    page = (out / "feedback" / "loops" / "feedback.html").read_text(encoding="utf-8")
    assert page.count("while True: pass") == 1


def test_the_same_again_grades_nobody_again(everything):
    folder, out, _ = everything
    kept = {path: path.stat().st_mtime_ns for path in out.glob("learners/*/result.json")}
    before = (out / "results.json").read_bytes()
    assert grade_class(folder, out, "-n", "2").returncode == 1
    assert (out / "results.json").read_bytes() == before
    assert {path: path.stat().st_mtime_ns for path in out.glob("learners/*/result.json")} == kept


def test_a_folder_without_any_submission_says_what_is_there(tmp_path: Path):
    Case({"README.md": "x"}).make(tmp_path / "in")
    run = grade_class(tmp_path / "in", tmp_path / "out")
    assert run.returncode == 4
    assert "holds no submission: README.md (a read-me)" in run.stdout + run.stderr


@pytest.mark.parametrize(
    ("name", "person"),
    {
        "ex00_start_here_ana.py": "ana",
        "Ana Silva - ex00_start_here.py": "Ana Silva",
        "Ana Silva - Copy of ex00_start_here (2).py": "Ana Silva",
        "Copy of ex00_start_here (2).py": "",
        "ex00_start_here - Copy (3).py": "",
        "ana_ex00_start_here_final_v2.py": "ana",
        "lab1_ex00_start_here.py": "lab1",
    }.items(),
)
def test_a_persons_name_is_what_haste_and_browsers_did_not_add(name: str, person: str):
    its = named(name, [NAME])
    assert its is not None
    assert its.person == person


@pytest.mark.parametrize(
    "name",
    [
        f"test_{NAME}.py",
        f"{NAME}x.py",
        f"x{NAME}.py",
        f"{NAME}.docx",
        f"{NAME}.ipynb",
        "ex01_engine.py",
        "",
        ".py",
        "é.py",
    ],
)
def test_a_name_that_names_no_exercise(name: str):
    assert named(name, [NAME]) is None


@pytest.mark.parametrize(
    ("name", "form", "number", "file"),
    [
        ("A_1_assignsubmission_file_", "Moodle", "1", ""),
        ("A_1_assignsubmission_file_x.py", "Moodle", "1", "x.py"),
        ("a_1_2_x.py", "Canvas", "1", "x.py"),
        ("a_LATE_1_2_x.tar.gz", "Canvas", "1", "x.tar.gz"),
        ("Lab_a_attempt_2026-01-02-03-04-05_x.py", "Blackboard", "", "x.py"),
        ("1-2 - A - Jan 2, 2026 304 PM", "Brightspace", "1", ""),
        ("1-2 - A - January 2, 2026 3:04 PM", "Brightspace", "1", ""),
        ("1-2 - A - 2 January, 2026 304 PM - x.py", "Brightspace", "1", "x.py"),
        ("Silva, A(as)", "Sakai", "as", ""),
        ("Silva, A (1)", "", "", ""),
        ("a+ps1+2026-01-02 03:04:05 UTC", "nbgrader", "", ""),
        ("team-2", "", "", ""),
        ("a_1_2", "", "", ""),
        ("Ana Silva", "", "", ""),
    ],
)
def test_a_platforms_form(name: str, form: str, number: str, file: str):
    its = said(name)
    assert (its.form, its.number, its.file) == (form, number, file)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is empty: the upload broke off"),
        (PAGE.encode(), "it is no archive, whatever its name says"),
        (zipped({NAME: "x" * 999})[:60], "is broken, or cut off"),
        (zipped({NAME: "x" * 999}).replace(b"\x08\0", b"\x09\0"), "packed by a method that is not opened here"),
        (zipped({NAME: "x" * 999}).replace(b"\x4b", b"\x4c", 5)[2:], "is no archive"),
    ],
    ids=["nothing", "a page", "cut off", "another method", "its signs broken"],
)
def test_an_archive_that_cannot_be_read_is_told_in_our_words(content: bytes, says: str):
    with ExitStack() as stack, pytest.raises(Refused, match=says):
        [each.read() for each in of_archive(io.BytesIO(content), stack)]


def test_an_environment_is_none_of_the_answers_whatever_its_name():
    paths = [PurePosixPath(each) for each in ("pyvenv.cfg", f"my_env/lib/{NAME}.py", "my_env/pyvenv.cfg", f"{NAME}.py")]
    assert [path.name for path in paths if Projects(paths).hold(path)] == [f"{NAME}.py"]


def test_when_it_was_handed_in_and_that_it_was_late():
    assert said("1-2 - A - Jan 2, 2026 304 PM").handed_in == "2026-01-02 15:04:00"
    assert said("Lab_a_attempt_2026-01-02-03-04-05.txt").handed_in == "2026-01-02 03:04:05"
    assert said("a_LATE_1_2_x.py").late
    assert not said("a_1_2_x.py").late


@settings(max_examples=200, derandomize=True, database=None, deadline=None)
@given(st.text(max_size=80) | st.binary(max_size=80).map(os.fsdecode))
def test_any_name_can_be_read_and_shown(name: str):
    said(name)
    named(name, [NAME])
    same_name(name)
    shown = spelt(name)
    assert shown.isprintable()
    assert shown not in ("", ".", "..")
    assert "/" not in shown
    assert len(shown.encode()) <= LONGEST


@settings(max_examples=200, derandomize=True, database=None, deadline=None)
@given(st.text(alphabet=st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1, max_size=200))
def test_python_is_never_taken_for_something_else(text: str):
    assert no_python(f"import os\n{text}\n".encode()) == ""
