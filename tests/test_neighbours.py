"""Whatever one entry of a class is, its neighbours get, byte for byte, the rows they get without it."""

from __future__ import annotations

import os
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from classes import HEAD, NAME, SOLUTION, STUB, grade_class, make_class, rows_of
from variants import ROOT

from checker.intake.arrivals import entries
from checker.intake.entries import Entry, Refused
from checker.intake.laying_out import lay_out
from checker.judge.forked import Nursery
from checker.judge.room import too_much

HONEST = {"ada": SOLUTION, "left as it was": STUB, "zoe": SOLUTION}

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="names of bytes, and confinement, are Linux's")


def a_name_that_is_not_utf8(folder: Path) -> None:
    make_class(folder, {"mallory": SOLUTION})
    (folder / "mallory" / os.fsdecode(b"\xfc.txt")).write_text("x")


def a_folder_of_that_name(folder: Path) -> None:
    place = folder / os.fsdecode(b"mallory\xfc")
    place.mkdir()
    (place / f"{NAME}.py").write_text(SOLUTION)


def a_link_in_a_circle(folder: Path) -> None:
    (folder / "round").symlink_to("round")
    (folder / "long").symlink_to("x" * 300)


def a_name_for_the_terminal(folder: Path) -> None:
    with zipfile.ZipFile(folder / "eve.zip", "w") as archive:
        archive.writestr(f"{NAME}.py", SOLUTION)
        archive.writestr("\x1b[2J\nzoe: 3 of 3.py", "x")


def a_folder_for_the_terminal(folder: Path) -> None:
    make_class(folder, {"mallory\x1b[2J\nzoe": "def (\n"})


def one_that_ends_its_process(folder: Path) -> None:
    make_class(folder, {"sybil": f"{HEAD}    import os; os._exit(0)\n"})


ODD: list[Callable[[Path], None]] = [
    *(a_name_that_is_not_utf8, a_folder_of_that_name, a_link_in_a_circle, a_name_for_the_terminal),
    *(a_folder_for_the_terminal, one_that_ends_its_process),
]


@pytest.mark.slow
@pytest.mark.parametrize("database", ["sqlite", "postgres"])
def test_odd_neighbours_change_nobody_elses_row(tmp_path: Path, database: str):
    """So do hostile ones: tests/test_forged.py."""
    asked = ("--time-limit", "30", "--database", database)
    done = grade_class(make_class(tmp_path / "alone", HONEST), tmp_path / "out alone", *asked)
    assert done.returncode == 0, done.stdout + done.stderr
    make_class(tmp_path / "in", HONEST)
    for make in ODD:
        make(tmp_path / "in")
    done = grade_class(tmp_path / "in", tmp_path / "out", "-n", "2", *asked)
    said = done.stdout + done.stderr
    assert rows_of(tmp_path / "out", HONEST) == rows_of(tmp_path / "out alone", HONEST), said
    assert "INTERNALERROR" not in said
    assert "Traceback" not in said
    assert "\x1b[2J" not in said
    assert not any(line.startswith("zoe") for line in said.splitlines())


@pytest.mark.parametrize("make", [a_name_that_is_not_utf8, a_name_for_the_terminal])
def test_a_name_that_is_no_text_is_left_out_and_told_in_a_sentence(tmp_path: Path, make: Callable[[Path], None]):
    make(tmp_path)
    (into := tmp_path / "into").mkdir()
    (entry,) = [each for each in entries(tmp_path) if each.learner in ("mallory", "eve")]
    (note,) = lay_out(entry, into).notes
    assert "left out" in note
    assert note.isprintable()
    assert [path.name for path in into.iterdir()] == [f"{NAME}.py"]


def test_whatever_goes_wrong_with_an_entry_is_its_refusal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    make_class(tmp_path, {"mallory": SOLUTION})
    monkeypatch.setattr(Path, "read_bytes", lambda path: 1 // 0)
    with pytest.raises(Refused, match="ZeroDivisionError"):
        lay_out(Entry("mallory", tmp_path / "mallory"), tmp_path)


def test_a_deep_or_a_full_room_is_too_much(tmp_path: Path):
    assert too_much(tmp_path) == ""
    for number in range(50):
        (tmp_path / str(number)).touch()
    assert too_much(tmp_path) == ""
    (tmp_path / "/".join("d" * 60)).mkdir(parents=True)
    assert "in one another" in too_much(tmp_path)


def test_a_room_that_takes_too_much_of_the_disk_is_too_much(tmp_path: Path):
    for number in range(5):
        with (tmp_path / str(number)).open("wb") as file:
            file.truncate(256 << 20)  # without a block of the disk
        assert ("more than 1 GB" in too_much(tmp_path)) == (number == 4)


def test_a_worker_whose_room_is_full_of_traps_ends_without_a_word(capfd: pytest.CaptureFixture[str]):
    nursery = Nursery()
    nursery.prepare("file")
    worker = nursery.hire(ROOT / "solutions")
    here = os.getcwd()
    try:
        os.chdir(worker.room)
        for _ in range(1_500):
            os.mkdir("down")
            os.chdir("down")
        os.mkdir("closed", 0o300)
    finally:
        os.chdir(here)
    nursery.dismiss()
    assert not worker.room.exists()
    nursery.close()
    assert capfd.readouterr().err == ""
