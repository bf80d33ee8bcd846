"""How often the checks that arrange an interleaving refuse a wrong answer, and the solution: run by hand.

    python tests/bench/luck.py [--times 100] [--database postgres] [--lesson ex04] [--answers solution]

Every wrong answer that names such a check is judged by it so many times, in one process, each time with other random
values; a line for each tells how often it was refused.  Then come the solution and the other right answers, which must
never be.  `--answers` limits it to those whose name has this word in it.
"""

from __future__ import annotations

import argparse
import asyncio
import importlib
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from sqlalchemy import URL  # noqa: E402
from variants import Variant, lessons, variants  # noqa: E402

from checker.judge.case import Bench, Case  # noqa: E402
from checker.judge.forked import Nursery  # noqa: E402
from checker.judge.running import reached  # noqa: E402
from checker.wall.verdicts import outcome_of  # noqa: E402
from workbook.address import server_url  # noqa: E402
from workbook.fresh.databases import FreshDatabases  # noqa: E402

ARRANGES = {"meet", "gate", "slow", "too_late", "asked", "holding"}
"""By which a check arranges what else would be left to chance."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=100)
    parser.add_argument("--database", default="sqlite")
    parser.add_argument("--lesson", default="ex04")
    parser.add_argument("--answers", default="")
    asked = parser.parse_args()
    [stem] = [name for name in lessons() if name.startswith(asked.lesson)]
    checks = importlib.import_module(f"checker.test_{stem}")
    server = server_url(asked.database)
    arranged = [
        name
        for name, check in vars(checks).items()
        if name.startswith("test_") and ARRANGES & {*check.__code__.co_names} and exists_on(server, check)
    ]
    judged = {
        name: next(mark.args[0] for mark in getattr(checks, name).pytestmark if mark.name == "exercise")
        for name in arranged
    }
    bench = Bench(FreshDatabases(server), Nursery(), seed=1, limit=10.0)
    assert bench.workers is not None
    bench.workers.prepare(reached(server))
    print(f"{server.get_backend_name()}, each {asked.times} times")
    try:
        for answer in sorted(variants(stem), key=lambda answer: answer.kind != "wrong"):
            for name in arranged if asked.answers in answer.name else ():
                right = answer.kind == "solution" or (answer.kind == "right" and answer.function == judged[name])
                if name in answer.caught_by or right:
                    print(tell(bench, stem, answer, getattr(checks, name), asked.times), flush=True)
    finally:
        bench.workers.close()
        asyncio.run(bench.databases.close())


def exists_on(server: URL, check) -> bool:
    """Whether a check is for this database too."""
    return all(mark.args[0] == server.get_backend_name() for mark in check.pytestmark if mark.name == "only")


def tell(bench: Bench, stem: str, answer: Variant, check, times: int) -> str:
    """A line: how often the check refused the answer, and with which outcomes."""
    outcomes: Counter[str] = Counter()
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, f"{stem}.py")
        file.write_text(answer.text, encoding="utf-8")
        for number in range(times):
            limit = max((mark.args[0] for mark in check.pytestmark if mark.name == "limit"), default=0.0)
            case = Case(file, f"{check.__name__} {number}", limit=limit, preload=frozenset({f"checker.probes.{stem}"}))
            try:
                case.run(bench, check, {"submission": case.submission, "shop": case.shop})
                outcomes["passed"] += 1
            except Exception as problem:
                outcomes[outcome_of(problem)] += 1
    each = (time.monotonic() - began) / times
    refused = times - outcomes["passed"]
    return f"{refused:4} refused  {answer.name:50} {check.__name__:34} {dict(outcomes)}, {each:.2f} s each"


if __name__ == "__main__":
    main()
