"""How often, over many seeds, the checks refuse a wrong answer and accept a right one: run by hand.

    python tests/bench/luck.py --lesson ex04 [--times 20] [--database postgres] [--answers search_books] [--arranged]

Every answer of tests/wrong/ is judged so many times by the checks that it names, the solution and those of tests/right/
by all checks of their function, each time with other random values.  A line for each pair whose verdict was not always
the same, or was not the right one; with `--arranged`, only for the checks that arrange an interleaving, and a line for
every pair.
"""

from __future__ import annotations

import argparse
import asyncio
import importlib
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from variants import Check, Variant, checks, lessons, variants  # noqa: E402

from checker.judge.bench import Bench  # noqa: E402
from checker.judge.case import Case  # noqa: E402
from checker.judge.forked import Nursery  # noqa: E402
from checker.judge.running import reached  # noqa: E402
from checker.wall.verdicts import outcome_of  # noqa: E402
from workbook.address import server_url  # noqa: E402
from workbook.files.exercise import Exercise  # noqa: E402
from workbook.fresh.databases import FreshDatabases  # noqa: E402

ARRANGES = {"meet", "gate", "slow", "too_late", "asked", "holding"}
"""By which a check arranges what else would be left to chance."""

PRELOADED = ("checker.worker.serve", "sqlalchemy.dialects.postgresql.asyncpg")  # what a worker may not load by itself


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument("--database", default="sqlite")
    parser.add_argument("--lesson", default="ex04")
    parser.add_argument("--answers", default="", help="only the answers whose name holds this")
    parser.add_argument("--arranged", action="store_true")
    asked = parser.parse_args()
    [stem] = [name for name in lessons() if name.startswith(asked.lesson)]
    module = importlib.import_module(f"checker.test_{stem}")
    server = server_url(asked.database)
    bench = Bench(FreshDatabases(server), Nursery(), seed=1, limit=10.0)
    assert bench.workers is not None
    bench.workers.prepare(reached(server))
    judged = 0
    try:
        for answer, check in pairs(stem, module, server.get_backend_name(), asked.arranged):
            if asked.answers in answer.name:
                line, is_sure = tell(bench, stem, answer, getattr(module, check.name), asked.times)
                judged += 1
                if asked.arranged or not is_sure:
                    print(line, flush=True)
    finally:
        bench.workers.close()
        asyncio.run(bench.databases.close())
    print(f"{stem} on {server.get_backend_name()}: {judged} pairs of an answer and a check, each {asked.times} times")


def pairs(stem: str, module: object, database: str, arranged: bool) -> Iterator[tuple[Variant, Check]]:
    """Each answer with each check that must refuse it, or accept it."""
    for answer in variants(stem):
        for check in checks(stem):
            function = getattr(module, check.name)
            marks = [mark for mark in getattr(function, "pytestmark", ()) if mark.name == "only"]
            # one that may take longer is often one that arranges something
            if (check.slow and not arranged) or any(database not in mark.args for mark in marks):
                continue
            if arranged and not ARRANGES & {*function.__code__.co_names}:
                continue
            its_own = answer.function in ("", check.function) and answer.kind in ("right", "solution")
            if check.name in answer.caught_by or its_own:
                yield answer, check


def tell(bench: Bench, stem: str, answer: Variant, check, times: int) -> tuple[str, bool]:
    """A line: how often the check refused the answer, and with which outcomes; and whether that was always right."""
    outcomes: Counter[str] = Counter()
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        answer.write(Path(folder))
        file = Exercise.find(Path(folder), stem).file
        for number in range(times):
            case = Case(
                file,
                f"{check.__name__} {number}",
                limit=max(
                    (mark.args[0] for mark in getattr(check, "pytestmark", ()) if mark.name == "limit"), default=0.0
                ),
                empty=any(mark.name == "empty" for mark in getattr(check, "pytestmark", ())),
                preload=frozenset({f"checker.probes.{stem}", *PRELOADED}),
            )
            arguments = {"submission": case.submission, "shop": case.shop}
            wanted = check.__code__.co_varnames[: check.__code__.co_argcount]
            try:
                case.run(bench, check, {name: arguments[name] for name in wanted})
                outcomes["passed"] += 1
            except Exception as problem:
                outcomes[outcome_of(problem)] += 1
    each = (time.monotonic() - began) / times
    refused = times - outcomes["passed"]
    line = f"{refused:4} refused  {answer.name:50} {check.__name__:34} {dict(outcomes)}, {each:.2f} s each"
    return line, refused == (times if answer.kind == "wrong" else 0)


if __name__ == "__main__":
    main()
