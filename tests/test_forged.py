"""Submissions that try to get points they did not earn, to harm, or to look, graded as a class on both databases."""

from __future__ import annotations

import ast
import io
import json
import os
import re
import socket
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from classes import rows_of
from variants import ROOT

FORGED = Path(__file__).parent / "forged"
CHECKS = {
    "ex00_start_here": "ex00",
    "ex01_engine": "ex01 and (the_books_are_counted or again_without_harm)",
    "ex02_sessions": "ex02 and (async_sessions or read_after_commit or session_of_its_own)",
    "ex10_testing": "ex10 and (one_copy_too_many or the_oldest_first)",
    "ex05_eager_loading": "ex05 and two_statements_for_any_number_of_users",
}
# seconds, where nobody is to wait for them: a machine may be slow
LIMITS = {"ex05_eager_loading": "20", "ex02_sessions": "20"}
MARK = 10**6 + os.getpid()
NEIGHBOURS = ("ada", "left as it was", "~ the solution")  # among them, and graded last

pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform != "linux", reason="confinement is Linux's")]


class Told:
    """What a forged submission's docstring says: the outcomes there may be, words of each message, what it earns."""

    def __init__(self, path: Path):
        self.name = path.stem
        self.stem = path.stem.split("__")[0]
        self.files = (
            {path.name: path} if path.is_file() else {each.name: each for each in path.iterdir() if each.is_file()}
        )
        main = path if path.is_file() else path / f"{self.stem}.py"
        doc = ast.get_docstring(ast.parse(main.read_text(encoding="utf-8"))) or ""
        told = re.search(r"^Told as: ([^,\n]+)(?:, (.+))?$", doc, re.MULTILINE)
        assert told, f"{path.name} does not say what it is told as"
        self.outcomes, self.words = told[1].split("|"), told[2] or ""
        self.earns_all = "\nEarns: all" in doc


ALL = [Told(path) for path in sorted(FORGED.glob("ex*__*"))]


class Listener:
    """Hears whatever reaches it on this machine: by TCP, by UDP, by a socket's path and by an abstract name."""

    def __init__(self, folder: Path):
        self.heard: list[str] = []
        self.path, self.abstract = str(folder / "listener"), f"forged {folder}"
        self.sockets = [socket.create_server(("127.0.0.1", 0))]
        self.port = self.sockets[0].getsockname()[1]
        for family, kind, address in (
            (socket.AF_INET, socket.SOCK_DGRAM, ("127.0.0.1", self.port)),
            (socket.AF_UNIX, socket.SOCK_STREAM, self.path),
            (socket.AF_UNIX, socket.SOCK_STREAM, f"\0{self.abstract}"),
        ):
            it = socket.socket(family, kind)
            it.bind(address)
            if kind == socket.SOCK_STREAM:
                it.listen()
            self.sockets.append(it)
        os.chmod(self.path, 0o777)
        for it in self.sockets:
            threading.Thread(target=self._hear, args=[it], daemon=True).start()

    def _hear(self, it: socket.socket) -> None:
        while True:
            try:
                it.accept() if it.type == socket.SOCK_STREAM else it.recv(100)
            except OSError:
                return
            self.heard.append(f"{it.family!r} {it.type!r}")


class Class:
    """The class, graded on one database."""

    def __init__(self, folder: Path, database: str):
        self.results: dict[str, list[dict[str, Any]]] = {}
        self.folder, self.tmp = folder, folder / "tmp"
        self.tmp.mkdir()
        self.sentinel = folder / "sentinel"
        self.sentinel.write_text("kept")
        self.sentinel.chmod(0o666)
        self.before = self.sentinel.stat()
        self.listener = Listener(folder)
        self.said = ""
        self.rows: dict[str, tuple[Any, Any]] = {}
        """What the honest ones of a lesson get among the forged, and alone."""
        for stem, checks in CHECKS.items():
            alone = self._grade(stem, checks, database, "alone", [])
            forged = self._grade(stem, checks, database, "", [each for each in ALL if each.stem == stem])
            self.rows[stem] = rows_of(forged, NEIGHBOURS), rows_of(alone, NEIGHBOURS)

    def _grade(self, stem: str, checks: str, database: str, name: str, hostile: list[Told]) -> Path:
        handed_in, out = self.folder / f"in {stem}{name}", self.folder / f"out {stem}{name}"
        places = {"ROOT": ROOT, "OUT": out, "IN": handed_in, "SENTINEL": self.sentinel}
        places |= {"SOCKET": self.listener.path, "ABSTRACT": self.listener.abstract}
        for forged in hostile:
            (handed_in / forged.name).mkdir(parents=True)
            for name, path in forged.files.items():
                text = path.read_text(encoding="utf-8")
                for word, place in places.items():
                    text = text.replace(f"@{word}@", str(place))
                text = re.sub(r"\bMARK\b", str(MARK), re.sub(r"\bPORT\b", str(self.listener.port), text))
                # a trap has .txt behind its name, or pytest would fall into it here
                target = f"{stem}.py" if name.startswith(forged.name) else name.removesuffix(".txt")
                (handed_in / forged.name / target).write_text(text, encoding="utf-8")
        for honest in NEIGHBOURS:
            (handed_in / honest).mkdir(parents=True)
            answers = ROOT / ("exercises" if honest == "left as it was" else "solutions")
            (handed_in / honest / f"{stem}.py").write_bytes((answers / f"{stem}.py").read_bytes())
        command = [sys.executable, "-m", "pytest", "checker", "-k", checks, "--submissions", str(handed_in)]
        command += ["--report", str(out), "--time-limit", LIMITS.get(stem, "2"), "--database", database, "--seed", "5"]
        done = subprocess.run(
            command,
            cwd=ROOT,
            env={**os.environ, "FORGED_SECRET": "secret", "TMPDIR": str(self.tmp)},
            capture_output=True,
            text=True,
            timeout=900,
        )
        self.said += done.stdout + done.stderr
        if hostile:
            for path in (out / "learners").glob("*/result.json"):
                graded = json.loads(path.read_text(encoding="utf-8"))
                self.results[f"{stem} {graded['learner']}"] = graded["results"]
        return out


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def graded(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Class]:
    folder = tmp_path_factory.mktemp("f")
    folder.chmod(0o755)
    if request.param == "postgres":
        from workbook.postgres import server as postgres

        postgres.start()
    made = Class(folder, request.param)
    with ExitStack() as stack:
        for it in made.listener.sockets:
            stack.enter_context(it)
        yield made


def test_there_are_enough():
    assert len(ALL) >= 40


@pytest.mark.parametrize("forged", ALL, ids=lambda forged: forged.name)
def test_a_forged_submission_gets_what_it_earned_and_is_told(graded: Class, forged: Told):
    results = graded.results[f"{forged.stem} {forged.name}"]
    assert results
    for result in results:
        if result["outcome"] == "not solved yet" and any(other["outcome"] in forged.outcomes for other in results):
            continue  # another function of the file
        if forged.earns_all:
            assert result["outcome"] == "passed", result["message"]
            continue
        assert result["outcome"] in forged.outcomes, result["message"]
        assert result["message"].strip()
        assert "\x1b" not in result["message"]
        assert forged.words in result["message"], result["message"]


def test_none_looked(graded: Class):
    assert [name for name, results in graded.results.items() if "LOOKED" in json.dumps(results)] == []
    assert "secret" not in json.dumps(graded.results)


def test_none_harmed(graded: Class):
    after = graded.sentinel.stat()
    assert graded.sentinel.read_text() == "kept"
    assert (after.st_mode, after.st_uid, after.st_mtime) == (
        graded.before.st_mode,
        graded.before.st_uid,
        graded.before.st_mtime,
    )
    assert "forged" not in "".join(path.read_text() for path in graded.folder.glob("out */*.csv"))


def test_none_reached_anybody(graded: Class):
    assert graded.listener.heard == []


def test_the_honest_ones_get_everything(graded: Class):
    for stem in CHECKS:
        for honest in NEIGHBOURS:
            results = graded.results[f"{stem} {honest}"]
            assert results
            outcome = "not solved yet" if honest == "left as it was" else "passed"
            assert {result["outcome"] for result in results} == {outcome}


def test_no_neighbour_gets_another_row_than_without_all_of_them(graded: Class):
    for stem, (among_them, alone) in graded.rows.items():
        assert len(among_them) == len(NEIGHBOURS)
        assert among_them == alone, stem


def test_none_outlives_its_run(graded: Class):
    def alive() -> list[str]:
        found = []
        for path in Path("/proc").glob("[0-9]*/cmdline"):
            try:
                words = path.read_bytes().decode(errors="replace")
            except OSError:
                continue
            if str(MARK) in words:
                found.append(words)
        return found

    for _ in range(50):
        if not alive():
            break
        time.sleep(0.1)
    assert alive() == []
    assert [path.name for path in graded.tmp.iterdir() if path.name.startswith(("check_", "submission_"))] == []


def test_a_learners_folder_tells_pytest_nothing(tmp_path):
    trapped = FORGED / "ex00_start_here__a_folder_of_traps"
    for path in trapped.iterdir():
        text = path.read_text(encoding="utf-8").replace("@SENTINEL@", str(tmp_path / "sentinel"))
        (tmp_path / path.name.removesuffix(".txt")).write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "checker", "-k", "ex00", "--submission", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=100)
    assert "3 wrong" in done.stdout
    assert not (tmp_path / "sentinel").exists()


def archive(*entries: tuple[str, bytes], link: str = "", broken: bool = False) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in entries:
            made.writestr(name, content)
        if link:
            info = zipfile.ZipInfo("ex00_start_here.py")
            info.external_attr = 0o120777 << 16
            made.writestr(info, link)
    found = bytearray(data.getvalue())
    if broken:
        found[40:60] = b"\xff" * 20
    return bytes(found)


SOLVED = ("ex00_start_here.py", (ROOT / "solutions" / "ex00_start_here.py").read_bytes())
ARCHIVES = {
    "above": archive(SOLVED, ("../../../escaped.py", b"x")),
    "absolute": archive(SOLVED, ("/tmp/escaped.py", b"x")),
    "backslashes": archive(SOLVED, ("..\\..\\escaped.py", b"x")),
    "bomb": archive(SOLVED, ("zeros.py", bytes(30_000_000))),
    "broken": archive(SOLVED, broken=True),
    "link": archive(link="/etc/passwd"),
    "many": archive(SOLVED, *((f"{number}.py", b"") for number in range(600))),
    "noise": os.urandom(1000),
    "twice a file and a folder": archive(SOLVED, ("data", b"x"), ("data/more", b"y")),
    "without a name": archive(SOLVED, (".", b"x")),
}
# odd, and beside the answer: Python's zipfile takes "." for a folder, and of two of one name the file stays
LEFT_OUT = {"without a name", "twice a file and a folder"}


def test_zip_tricks_are_refused_or_left_out_and_the_rest_is_graded(tmp_path):
    (tmp_path / "in").mkdir()
    for name, data in ARCHIVES.items():
        (tmp_path / "in" / f"{name}.zip").write_bytes(data)
    (tmp_path / "in" / "~ honest.zip").write_bytes(archive(SOLVED))
    command = [sys.executable, "-m", "pytest", "checker", "-k", "ex00", "--submissions", str(tmp_path / "in")]
    done = subprocess.run([*command, "--report", str(tmp_path / "out")], cwd=ROOT, capture_output=True, timeout=300)
    assert b"Traceback" not in done.stdout + done.stderr
    found = {
        path.parent.name: json.loads(path.read_text(encoding="utf-8"))
        for path in (tmp_path / "out" / "learners").glob("*/result.json")
    }
    assert [result["outcome"] for result in found.pop("~ honest")["results"]] == ["passed"] * 3
    assert set(found) == set(ARCHIVES)
    for name, graded in found.items():
        if name in LEFT_OUT:
            assert [result["outcome"] for result in graded["results"]] == ["passed"] * 3, name
        else:
            assert graded["refused"], name
            assert not graded["results"]
    assert list(tmp_path.rglob("escaped*")) == []
    assert not Path("/tmp/escaped.py").exists()
