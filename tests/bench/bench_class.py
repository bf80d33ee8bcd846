"""How fast a class is graded, and what a check costs: run by hand on a quiet machine.

    python tests/bench/bench_class.py [--large | --price [postgres]]

Lesson 01 on SQLite, confined, every check with its own database, all reports written:

- a class of one untouched stub, over the imports of a check: its start-up, and little else;
- 20 correct submissions, its 20 checks and ten of them, with one grader and with two, and on PostgreSQL; submissions a
  second, start-up included, and ratios within one run;
- with `--large`, 100 of them with one and with two; and 1,000 of a realistic mix: the rate against the rate for 20, and
  the judge's peak memory in both;
- with `--price`, instead of these: the core-milliseconds of a check in lessons 01, 02, 04 and 05 with two graders at
  once, 40 correct submissions each, without start-up and without what a database server takes; also in floors: a floor
  is a copied file, an engine, one SELECT and a dispose, in a warm process on one processor.
"""

from __future__ import annotations

import asyncio
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import psutil
from sqlalchemy import create_engine, func, select
from sqlalchemy.ext.asyncio import create_async_engine

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests"))
from variants import variants  # noqa: E402

from checker.classroom.grader import Grader  # noqa: E402
from workbook.address import server_url  # noqa: E402
from workbook.bookshop import Base, Book  # noqa: E402

STEM = "ex01_engine"
ANSWERS = {answer.name: answer.text for answer in variants(STEM)}
CHECKS = "ex01"
IMPORTS = "import pytest, sqlalchemy.ext.asyncio, sqlalchemy.orm, aiosqlite, fastapi"  # as in bench_checker.py
TEN = (  # two of each function
    "its_twin or password_and_query or foreign_keys or dead_connection or are_counted or one_connection"
    " or table_is_there or again_without or works_inside or disposed_of_after"
)


class Graded(NamedTuple):
    """What a run came to."""

    rate: float
    """Submissions a second."""
    peak: float
    """MB of the judge's, at most."""


def hand_in(folder: Path, texts: list[str], stem: str) -> None:
    """Make a folder of submissions."""
    for number, text in enumerate(texts):
        (folder / f"learner {number:04d}").mkdir(parents=True)
        (folder / f"learner {number:04d}" / f"{stem}.py").write_text(text, encoding="utf-8")


def mixed(number: int) -> list[str]:
    """Correct, partial, wrong and broken submissions, as a workshop hands them in (the same at every run)."""
    chance = random.Random(1)
    wrong = [text for name, text in ANSWERS.items() if name.startswith("wrong")]
    right = [ANSWERS["solution"], *(text for name, text in ANSWERS.items() if name.startswith("right"))]
    broken = ["def oh no(:\n", "", "import sys; sys.exit()\n"]
    kinds = chance.choices([right, wrong, [ANSWERS["stub"]], broken], [50, 40, 6, 4], k=number)
    return [chance.choice(kind) for kind in kinds]


def grade(texts: list[str], workers: int, *options: str, checks: str = CHECKS, stem: str = STEM) -> Graded:
    """One run of `pytest checker --submissions`."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        hand_in(folder / "in", texts, stem)
        command = [sys.executable, "-m", "pytest", "checker", "-k", checks, "--submissions", str(folder / "in")]
        began = time.perf_counter()
        pid = os.posix_spawn(
            sys.executable,
            [*command, "--report", str(folder / "out"), "-n", str(workers), "--seed", "1", *options],
            dict(os.environ),
            file_actions=[(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0), (os.POSIX_SPAWN_DUP2, 1, 2)],
        )
        _, _, used = os.wait4(pid, 0)
        return Graded(len(texts) / (time.perf_counter() - began), used.ru_maxrss / 1024)


def floor() -> float:
    """The core-milliseconds of what no check can do without, the median of seven rounds."""
    pinned = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(pinned)})
    with tempfile.TemporaryDirectory() as name:
        template = Path(name) / "template"
        engine = create_engine(f"sqlite:///{template}")
        Base.metadata.create_all(engine)
        engine.dispose()

        async def once() -> None:
            shutil.copyfile(template, template.with_name("shop"))
            engine = create_async_engine(f"sqlite+aiosqlite:///{template.with_name('shop')}")
            async with engine.connect() as connection:
                await connection.execute(select(func.count()).select_from(Book))
            await engine.dispose()

        async def often() -> float:
            began = time.process_time()
            for _ in range(100):
                await once()
            return 10 * (time.process_time() - began)

        rounds = [asyncio.run(often()) for _ in range(8)][1:]
    os.sched_setaffinity(0, pinned)
    return statistics.median(rounds)


def price(database: str) -> None:
    """Print what a check costs."""
    least = floor()
    print(f"a floor: {least:.2f} core-ms")
    server = server_url(database).render_as_string(hide_password=False)
    processors = sorted(os.sched_getaffinity(0))[:2]
    for stem in ("ex01_engine", "ex02_sessions", "ex04_transactions", "ex05_eager_loading"):
        with ThreadPoolExecutor(2) as pool:
            costs = [*pool.map(lambda processor, stem=stem: one_grader(stem, server, processor), processors)]
        cost = statistics.mean(costs)
        print(f"{stem}: {cost:.1f} core-ms a check, {cost / least:.1f} floors")


def one_grader(stem: str, server: str, processor: int) -> float:
    """The core-milliseconds of a check, as a grader on this processor takes them: its own and its workers'."""
    solution = next(answer.text for answer in variants(stem) if answer.name == "solution")
    with tempfile.TemporaryDirectory() as name:
        hand_in(Path(name), [solution] * 43, stem)
        grader = Grader.started(["checker", "-k", stem[:4], "--seed=1"], server)
        process = psutil.Process(grader.process.pid)
        results = [grader.grade(folder) for folder in sorted(Path(name).iterdir())[:3]]
        for each in (process, *process.children(recursive=True)):
            each.cpu_affinity([processor])
        before = used(process)
        results = [grader.grade(folder) for folder in sorted(Path(name).iterdir())[3:]]
        cost = used(process) - before
        grader.close()
    assert {result["outcome"] for each in results for result in each} == {"passed"}
    return 1000 * cost / sum(map(len, results))


def used(process: psutil.Process) -> float:
    """The seconds of processor time that a process and all it started have taken."""
    own = process.cpu_times()
    seconds = own.user + own.system
    for child in process.children(recursive=True):
        with suppress(psutil.Error):
            its = child.cpu_times()
            seconds += its.user + its.system + its.children_user + its.children_system
    return seconds


def start_up() -> float:
    """How much longer a class of one takes, who has handed in lesson 00's stub, than the imports of a check alone."""
    stub = (ROOT / "exercises" / "ex00_start_here.py").read_text(encoding="utf-8")
    ratios = []
    for _ in range(7):
        began = time.perf_counter()
        subprocess.run([sys.executable, "-c", IMPORTS], check=True)
        imports = time.perf_counter() - began
        ratios.append(1 / grade([stub], 2, checks="ex00", stem="ex00_start_here").rate / imports)
    return statistics.median(ratios)


def main() -> None:
    """Print the figures."""
    os.chdir(ROOT)
    subprocess.run(["uptime"])
    if "--price" in sys.argv:
        price("postgres" if "postgres" in sys.argv else "sqlite")
        return
    print(f"a class of one: {start_up():.2f} of the imports of a check (1.2 are wanted)")
    correct = [ANSWERS["solution"]] * 20
    one, (two, memory, *_) = grade(correct, 1).rate, grade(correct, 2)
    postgres = grade(correct, 2, "--database", "postgres").rate
    print(f"20 correct: {one:.2f} submissions/s with one grader, {two:.2f} with two (x{two / one:.2f}; 1.7 is wanted)")
    ten = grade(correct, 2, checks=f"{CHECKS} and ({TEN})").rate
    print(f"ten checks each: {ten:.2f} submissions/s with two graders (8 are wanted)")
    print(f"PostgreSQL, two graders: {postgres:.2f} submissions/s ({postgres / two:.2f} of SQLite; 0.33 is wanted)")
    if "--large" in sys.argv:
        one, two = (grade([ANSWERS["solution"]] * 100, workers).rate for workers in (1, 2))
        print(f"100 correct: {one:.2f}/s with one grader, {two:.2f}/s with two (x{two / one:.2f}; 1.7 is wanted)")
        (few, small, *_), (many, large, *_) = grade(mixed(20), 2), grade(mixed(1000), 2)
        print(f"mixed: {few:.2f}/s for 20, {many:.2f}/s for 1,000; the judge's peak {small:.0f} and {large:.0f} MB")
    print(f"(the judge's peak for 20 correct: {memory:.0f} MB)")


if __name__ == "__main__":
    main()
