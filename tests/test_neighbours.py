"""Whatever one entry of a class is, its neighbours get, byte for byte, the rows they get without it."""

from __future__ import annotations

import json
import os
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from classes import HEAD, NAME, SOLUTION, STUB, grade_class, make_class
from variants import ROOT

from checker.intake.arrivals import entries
from checker.intake.entries import Entry, Refused
from checker.intake.laying_out import lay_out
from checker.judge.forked import Nursery
from checker.judge.room import too_much

HONEST = {"ada": SOLUTION, "left as it was": STUB, "zoe": SOLUTION}
FORGED = ROOT / "tests" / "forged"
SAMPLE = ("fills_the_server", "sets_for_the_next_check", "deep_folders", "breaks_the_checker")

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="names of bytes, and confinement, are Linux's")


def text(body: str) -> Callable[[Path], None]:
    def make(folder: Path) -> None:
        make_class(folder, {"mallory": body})

    return make


def a_name_that_is_not_utf8(folder: Path) -> None:
    text(SOLUTION)(folder)
    (folder / "mallory" / os.fsdecode(b"\xfc.txt")).write_text("x")


def a_folder_of_that_name(folder: Path) -> None:
    place = folder / os.fsdecode(b"mallory\xfc")
    place.mkdir()
    (place / f"{NAME}.py").write_text(SOLUTION)


def a_link_in_a_circle(folder: Path) -> None:
    text(SOLUTION)(folder)
    (folder / "round").symlink_to("round")
    (folder / "long").symlink_to("x" * 300)


def a_name_for_the_terminal(folder: Path) -> None:
    with zipfile.ZipFile(folder / "mallory.zip", "w") as archive:
        archive.writestr(f"{NAME}.py", SOLUTION)
        archive.writestr("\x1b[2J\nzoe: 3 of 3.py", "x")


def a_folder_for_the_terminal(folder: Path) -> None:
    make_class(folder, {"mallory\x1b[2J\nzoe": "def (\n"})


def forged(path: Path) -> Callable[[Path], None]:
    def make(folder: Path) -> None:
        source = path if path.is_file() else path / f"{NAME}.py"
        make_class(folder, {"mallory": source.read_text(encoding="utf-8")})

    return make


HOSTILE: dict[str, Callable[[Path], None]] = {
    "a file's name that is not UTF-8": a_name_that_is_not_utf8,
    "a folder's name that is not UTF-8": a_folder_of_that_name,
    "a link in a circle": a_link_in_a_circle,
    "a name that moves the cursor": a_name_for_the_terminal,
    "a folder that moves the cursor": a_folder_for_the_terminal,
    "ends its process": text(f"{HEAD}    import os; os._exit(0)\n"),
}
CORPUS = {path.stem: forged(path) for path in sorted(FORGED.glob(f"{NAME}__*"))}
HOSTILE |= {name: made for name, made in CORPUS.items() if os.environ.get("ALL_FORGED") or name.endswith(SAMPLE)}


def rows(out: Path) -> dict[str, tuple[str, str]]:
    """What the honest ones got: their entries of `results.json` and their lines of `grades.csv`."""
    data = json.loads((out / "results.json").read_text(encoding="utf-8"))
    grades = (out / "grades.csv").read_text(encoding="utf-8").splitlines()
    return {
        entry["learner"]: (json.dumps(entry), next(line for line in grades if line.startswith(entry["learner"])))
        for entry in data["learners"]
        if entry["learner"] in HONEST
    }


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def alone(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, dict]:
    """The database, and what the honest ones get among themselves."""
    top = tmp_path_factory.mktemp("alone")
    done = grade_class(make_class(top / "in", HONEST), top / "out", "--time-limit", "30", "--database", request.param)
    assert done.returncode == 0, done.stdout + done.stderr
    return request.param, rows(top / "out")


@pytest.mark.slow
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_neighbour_changes_nobody_elses_row(alone: tuple[str, dict], tmp_path: Path, name: str):
    database, expected = alone
    HOSTILE[name](make_class(tmp_path / "in", HONEST))
    done = grade_class(tmp_path / "in", tmp_path / "out", "-n", "2", "--time-limit", "30", "--database", database)
    said = done.stdout + done.stderr
    assert rows(tmp_path / "out") == expected, said
    assert "INTERNALERROR" not in said
    assert "Traceback" not in said
    assert "\x1b[2J" not in said
    assert not any(line.startswith("zoe") for line in said.splitlines())


@pytest.mark.parametrize("make", [a_name_that_is_not_utf8, a_name_for_the_terminal])
def test_a_name_that_is_no_text_is_refused_in_a_sentence(tmp_path: Path, make: Callable[[Path], None]):
    make(tmp_path)
    (into := tmp_path / "into").mkdir()
    (entry,) = [each for each in entries(tmp_path) if each.learner == "mallory"]
    with pytest.raises(Refused) as refused:
        lay_out(entry, into)
    assert str(refused.value).isprintable()


def test_whatever_goes_wrong_with_an_entry_is_its_refusal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    text(SOLUTION)(tmp_path)
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
