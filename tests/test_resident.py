"""The resident judge: as fresh as a cold run, the same words, and gone with whoever started it (Linux)."""

from __future__ import annotations

import asyncio
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from small_copy import CHECK, CHECKS, STEM, small_copy

from workbook.learning.judge import ColdRun, Judge, WarmRun, _states, end
from workbook.notebook import magic, ready

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere each run is a process started for it")
REMEMBERS = """
calls = []


async def greeting():
    calls.append(1)
    return len(calls)
"""
HANGS = """
import asyncio


async def greeting():
    await asyncio.sleep(60)
"""
LOOKS_AROUND = """
import contextlib
import gc
import os
import sys


async def greeting():
    words = [*os.environ.values(), *sys.argv]
    with contextlib.suppress(OSError):  # where it is confined
        words.append(open("/proc/self/environ").read())
    for each in gc.get_objects():
        words += map(str, each.values()) if type(each) is dict else ()
    own = [name for name in sys.modules if name.startswith(("checker.judge", "checker.resident", "_pytest"))]
    return [*own, *[each for each in words if "a-word-of-the-" + "judge" in each]] or 1
"""
ANSWERS_FOR_ALL = """
import contextlib
import os
import signal
import stat


async def greeting():
    for fd in range(3, 300):
        with contextlib.suppress(OSError):
            if stat.S_ISSOCK(os.fstat(fd).st_mode):
                for message in (b'{"status": 0}', b'{"run": []}', b'{"signal": 9}'):
                    os.write(fd, message)
    for pid in (1, os.getppid(), os.getppid() - 1, os.getppid() + 1):
        with contextlib.suppress(OSError):
            os.kill(pid, signal.SIGSTOP)
    return 1
"""
STARTS_ONE = """
import os, sys
from pathlib import Path
from workbook.learning.judge import Judge

judge = Judge(Path.cwd(), dict(os.environ))
run = judge.start([sys.argv[1]], 2)
print(judge._resident.pid, flush=True)
run.wait(60)
"""


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the workbook with one lesson, so that a judge has little to read."""
    return small_copy(tmp_path_factory.mktemp("copy"))


@pytest.fixture(autouse=True)
def lesson(root: Path) -> None:
    write(root / CHECKS, CHECK)
    answer(root, "async def greeting():\n    return 1\n")


@pytest.fixture(scope="module")
def judge(root: Path) -> Iterator[Judge]:
    judge = Judge(root, {name: value for name, value in os.environ.items() if name != "FORCE_COLOR"})
    yield judge
    judge.close()


def write(file: Path, text: str) -> None:
    if not file.exists() or file.read_text() != text:
        file.write_text(text)


def answer(root: Path, text: str) -> None:
    write(root / "exercises" / f"{STEM}.py", text)


def told(judge: Judge, tmp_path: Path, *more: str) -> tuple[int, str]:
    """The exit status of a warm run and what it said, without seconds and seed."""
    with (tmp_path / "said").open("wb") as said:
        run = judge.start([CHECKS, *more], said.fileno())
        assert isinstance(run, WarmRun)
        status = run.wait(60)
    return status, steady(tmp_path / "said")


def steady(said: Path) -> str:
    return re.sub(r"\d+(\.\d+)? ?s\b|seed \d+", "…", said.read_text())


def test_a_warm_run_says_what_a_cold_one_says(root: Path, judge: Judge, tmp_path: Path):
    answer(root, "async def greeting():\n    return [2 / 0]\n")
    status, said = [told(judge, tmp_path, "--seed", "7") for _ in range(2)][1]
    assert f"{STEM}.py, as saved … ago, unchanged: did you save?" in said
    assert "ZeroDivisionError" in said
    with (tmp_path / "cold").open("wb") as cold:
        run = ColdRun(root, [CHECKS, "--seed", "7"], judge.environment, cold.fileno())
        assert run.wait(60) == status == 1
    assert steady(tmp_path / "cold") == said


def test_an_exercise_is_read_anew_and_nothing_stays(root: Path, judge: Judge, tmp_path: Path):
    assert told(judge, tmp_path)[0] == 0
    resident = judge._resident
    answer(root, REMEMBERS)
    (status, first), (again, second) = told(judge, tmp_path), told(judge, tmp_path)
    assert (status, again) == (0, 0), "each run has called it for the first time"
    assert [said.count("unchanged: did you save?") for said in (first, second)] == [0, 1]
    answer(root, "async def greeting():\n    return 2\n")
    assert told(judge, tmp_path)[0] == 1
    assert judge._resident is resident, "one process has served all of them"


def test_a_run_that_answers_for_all_changes_no_other(root: Path, judge: Judge, tmp_path: Path):
    answer(root, ANSWERS_FOR_ALL)
    assert told(judge, tmp_path)[0] == 1
    resident = judge._resident
    for right in (False, True):
        answer(root, f"async def greeting():\n    return {int(right)}\n")
        assert told(judge, tmp_path)[0] == int(not right)
    assert judge._resident is resident


async def test_saving_the_exercise_gets_the_judge_ready(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(ready, "standing", lambda: root)
    monkeypatch.setattr(ready, "EACH", 0.05)
    monkeypatch.setenv("JPY_SESSION_NAME", f"notebooks/{STEM.removeprefix('ex')}.ipynb")
    ready.follow()
    its = magic.judge(root)
    try:
        await asyncio.sleep(0.2)
        assert its._resident is None, "who only reads needs none"
        answer(root, "async def greeting():\n    return 2 - 1\n")
        while its._resident is None:  # noqa: ASYNC110 - a kernel's judge has no event
            await asyncio.sleep(0.05)
        started = its._resident
        status, said = told(its, tmp_path)
        assert (status, its._resident) == (0, started), said
    finally:
        its.close()
        ready._followed.clear()


def test_a_judge_that_is_ready_has_imported_the_checks(root: Path, tmp_path: Path):
    judge = Judge(root, {name: value for name, value in os.environ.items() if name != "FORCE_COLOR"})
    try:
        judge.get_ready([CHECKS])
        asks = CHECK.replace("import pytest\n", "import os\n\nimport pytest\n\nBORN = os.getpid()\n")
        write(root / CHECKS, asks.replace("== 1", "== 1 and BORN != os.getpid()"))
        judge.get_ready([CHECKS])
        assert told(judge, tmp_path)[0] == 0, "the checks were imported before the run was forked"
    finally:
        judge.close()


def test_what_the_judge_has_imported_is_imported_anew_when_it_changes(root: Path, judge: Judge, tmp_path: Path):
    assert told(judge, tmp_path)[0] == 0
    write(root / "workbook" / "marker.py", "THREE = 3\n")
    write(root / "checker" / "probes" / f"{STEM}.py", "async def three(learner):\n    return 3\n")
    asks = CHECK.replace("await submission.greeting() == 1", 'await submission.probe("three") == THREE')
    write(root / CHECKS, asks.replace("import pytest\n", "import pytest\n\nfrom workbook.marker import THREE\n"))
    status, said = told(judge, tmp_path)
    assert status == 0, said


@pytest.mark.parametrize(
    "changed",
    [f"checker/probes/{STEM}.py", CHECKS, "checker/judge/case.py", "workbook/bookshop.py", "pyproject.toml"],
)
def test_what_has_changed_is_noticed(root: Path, changed: str):
    (root / changed).touch()
    before = dict(_states(root))
    with (root / changed).open("a") as file:
        file.write("\n")
    assert dict(_states(root)) != before


def test_a_worker_begins_with_nothing_of_the_judges(root: Path, tmp_path: Path):
    word = "a-word-of-the-judge"
    judge = Judge(root, {**os.environ, "DATABASE_URL": "sqlite", "PASSWORD": word})
    try:
        answer(root, LOOKS_AROUND)
        for _ in range(2):
            status, said = told(judge, tmp_path)
            assert status == 0, said
    finally:
        judge.close()


def test_a_run_that_is_ended_leaves_the_judge_ready(root: Path, judge: Judge, tmp_path: Path):
    assert told(judge, tmp_path)[0] == 0
    answer(root, HANGS)
    with (tmp_path / "said").open("wb") as said:
        run = judge.start([CHECKS], said.fileno())
        second = judge.start([CHECKS, "--collect-only"], said.fileno())
        assert isinstance(second, ColdRun), "two at once are two processes"
        assert second.wait(60) == 0
        end(run)
        assert run.wait(0) == pytest.ExitCode.INTERRUPTED
    answer(root, REMEMBERS)
    assert told(judge, tmp_path)[0] == 0


def test_where_the_judge_breaks_a_run_is_a_cold_one(root: Path, judge: Judge, tmp_path: Path):
    resident = root / "checker" / "resident.py"
    before = resident.read_text()
    resident.write_text("raise SystemExit\n")
    try:
        assert told(judge, tmp_path)[0] == 0
    finally:
        resident.write_text(before)


def test_a_judge_that_nobody_uses_goes_and_comes_back_unnoticed(root: Path, judge: Judge, tmp_path: Path):
    resident = root / "checker" / "resident.py"
    before = resident.read_text()
    assert "IDLE = 600.0" in before
    resident.write_text(before.replace("IDLE = 600.0", "IDLE = 0.2"))
    try:
        first = told(judge, tmp_path)
        assert judge._resident is not None
        assert judge._resident.wait(10) == 0
        assert told(judge, tmp_path) == first
    finally:
        resident.write_text(before)


def test_the_judge_ends_with_whoever_started_it(root: Path):
    answer(root, HANGS)
    command = [sys.executable, "-c", STARTS_ONE, CHECKS]
    parent = subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    assert parent.stdout is not None
    judge = psutil.Process(int(parent.stdout.readline()))
    while len(judge.children()) < 2:  # its nursery and a run
        time.sleep(0.05)
    all_of_it = [judge, *judge.children(recursive=True)]
    parent.kill()
    parent.wait()
    parent.stdout.close()
    _, alive = psutil.wait_procs(all_of_it, 10)
    assert not alive


def test_who_waits_for_a_worker_has_imported_only_what_every_lesson_needs():
    """A library that one lesson in two needs would cost every run of the others its import, and each learner memory."""
    program = "import sys; from checker.worker import apart, nursery; nursery.get_ready(); print(*sys.modules)"
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    dear = {"fastapi", "starlette", "pydantic", "httpx", "alembic", "asyncpg", "IPython", "pytest", "jinja2", "pandas"}
    assert not dear & set(said.split())
