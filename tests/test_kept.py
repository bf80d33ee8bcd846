"""A worker does the next check of a submission if the last one left it as it was; and no verdict depends on it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from checker.judge.bench import Bench
from checker.judge.case import Case
from checker.judge.forked import Nursery
from checker.judge.running import reached
from checker.judge.spawned import Spawned
from checker.judge.workers import can_fork
from workbook.address import server_url
from workbook.fresh.databases import FreshDatabases

HEAD = "async def greeting(session):\n    "
# what a submission may do to its process with nothing but what every exercise imports
LEFT = {
    "a thread": "import asyncio, time; asyncio.get_running_loop().run_in_executor(None, time.sleep, 2)",
    "a listener": "from sqlalchemy import event, Engine; event.listen(Engine, 'connect', lambda *_: None)",
    "a listener to a column": (
        "from sqlalchemy import event; from workbook.bookshop import User; event.listen(User.email, 'set', print)"
    ),
    "a listener to a kind of pool": (
        "from sqlalchemy import event; from sqlalchemy.pool import NullPool; event.listen(NullPool, 'connect', print)"
    ),
    "a table": "from sqlalchemy import Table; from workbook.bookshop import Base; Table('mine', Base.metadata)",
    "an index": "from sqlalchemy import Index; from workbook.bookshop import Book; Index('mine', Book.title)",
    "a note": "from workbook.bookshop import Base; Base.metadata.info['mine'] = 'x'",
    "a handler of the log": "import logging; logging.getLogger().addHandler(logging.NullHandler())",
    "an attribute of a class": "from workbook.bookshop import User; [User][0].nick = 'x'",
    "an attribute of a library": "import sqlalchemy; sqlalchemy.mine = 'x'",
    "a file in its room": "open('../note.txt', 'w').close()",
    "another way to compile": "from sqlalchemy.ext.compiler import compiles",
    "whatever another module can": "import os; os.environ['MINE'] = 'x'",
}
# a right answer the first time, and a wrong one in the same process: what it leaves is none of the above
SPOILED = """
import logging

async def greeting(session):
    if logging.getLevelName(51) == "mine":
        return "wrong"
    logging.addLevelName(51, "mine")
    return "right"
"""


@pytest.fixture(params=["fork", "spawn"])
def bench(request: pytest.FixtureRequest) -> Iterator[Bench]:
    if request.param == "fork" and not can_fork():
        pytest.skip("workers are not forked here")
    server = server_url("sqlite")
    workers = Nursery() if request.param == "fork" else Spawned()
    workers.prepare(reached(server))
    bench = Bench(FreshDatabases(server), workers, seed=1, limit=10.0)
    yield bench
    workers.close()
    asyncio.run(bench.databases.close())


def check(bench: Bench, folder: Path, text: str, **options) -> tuple[int, bool]:
    """Check that greeting() returns "right"; the worker's process id, and whether it had done a check before."""
    file = folder / "ex00_start_here.py"
    file.write_text(text, encoding="utf-8")
    case = Case(file, "kept", **options)

    async def test() -> None:
        assert await case.submission.greeting() == "right"
        ids.append(bench.workers._worker.pid)

    ids: list[int] = []
    case.run(bench, test, {})
    return ids[0], case._in_kept_worker


RIGHT = f"{HEAD}return 'right'\n"


def test_a_worker_that_was_left_as_it_was_does_the_next_check(bench: Bench, tmp_path: Path):
    first, second, third = (check(bench, tmp_path, RIGHT) for _ in range(3))
    assert [kept for _, kept in (first, second, third)] == [False, True, True]
    assert len({pid for pid, _ in (first, second, third)}) == 1


@pytest.mark.parametrize("what", LEFT)
def test_what_is_left_in_a_process_is_noticed(bench: Bench, tmp_path: Path, what: str):
    text = f"{HEAD}{LEFT[what]}\n    return 'right'\n"
    for _ in range(2):
        assert check(bench, tmp_path, text)[1] is False, what


def test_what_fails_in_a_worker_that_was_kept_is_judged_again_in_a_fresh_one(bench: Bench, tmp_path: Path):
    first, second = (check(bench, tmp_path, SPOILED) for _ in range(2))
    assert first[0] != second[0]
    check(bench, tmp_path, RIGHT)
    with pytest.raises(AssertionError, match="'left'"):
        check(bench, tmp_path, f"{HEAD}return 'left'\n")


def test_a_check_that_failed_keeps_no_worker(bench: Bench, tmp_path: Path):
    with pytest.raises(AssertionError):
        check(bench, tmp_path, f"{HEAD}return 'wrong'\n")
    assert check(bench, tmp_path, RIGHT)[1] is False


def test_a_module_beside_it_is_read_anew(bench: Bench, tmp_path: Path):
    (tmp_path / "helpers").mkdir()
    (tmp_path / "helpers" / "state.py").write_text("answer = ['right']\n", encoding="utf-8")
    text = f"from helpers import state\n\n{HEAD}return state.answer.pop()\n"
    assert [check(bench, tmp_path, text)[1] for _ in range(2)] == [False, False]


def test_an_answer_that_is_right_by_chance_has_no_better_one_in_a_kept_worker(bench: Bench, tmp_path: Path):
    (tmp_path / "ex00_start_here.py").write_text(f"{HEAD}return 'right'\n", encoding="utf-8")
    check(bench, tmp_path, RIGHT)
    chances = iter(["wrong", "right", "wrong"])
    case = Case(tmp_path / "ex00_start_here.py", "by chance")
    judged = []

    async def test() -> None:
        await case.submission.greeting()
        judged.append(next(chances))
        assert judged[-1] == "right"

    with pytest.raises(AssertionError):
        case.run(bench, test, {})
    assert judged == ["wrong", "right", "wrong"]


def test_another_submission_a_check_of_memory_and_a_module_that_is_missing_get_a_worker_of_their_own(
    bench: Bench, tmp_path: Path
):
    check(bench, tmp_path, RIGHT)
    assert check(bench, tmp_path, RIGHT, alone=True)[1] is False
    assert check(bench, tmp_path, RIGHT, preload=frozenset({"checker.probes.ex02_sessions"}))[1] is False
    assert check(bench, tmp_path, RIGHT)[1] is True, "it has all that is needed, and more"
    other = tmp_path / "other"
    other.mkdir()
    assert check(bench, other, RIGHT)[1] is False


def test_a_worker_finds_nothing_of_the_check_before_in_its_folders(bench: Bench, tmp_path: Path):
    text = (
        f"{HEAD}try:\n        open('note')\n    except FileNotFoundError:\n"
        "        open('note', 'w').close()\n        return 'right'\n    return 'wrong'\n"
    )
    assert [check(bench, tmp_path, text)[1] for _ in range(2)] == [False, True]
    bench.workers.dismiss()
    assert not bench.workers._rooms or not [*bench.workers._rooms.path.iterdir()], "a worker's room is left"
