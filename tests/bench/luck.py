"""How often the checks that arrange an interleaving refuse a wrong answer, and the solution: run by hand.

    python tests/bench/luck.py [--times 100] [--database postgres] [--lesson ex04]

Every wrong answer that names such a check is judged by it so many times, in one process, each time with other random
values; a line for each tells how often it was refused.  The last lines are the solution's, which must never be.
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

from variants import Variant, lessons, variants  # noqa: E402

from checker.judge.case import Bench, Case  # noqa: E402
from checker.judge.forked import Nursery  # noqa: E402
from checker.judge.running import reached  # noqa: E402
from checker.wall.verdicts import outcome_of  # noqa: E402
from workbook.address import server_url  # noqa: E402
from workbook.fresh.databases import FreshDatabases  # noqa: E402


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=100)
    parser.add_argument("--database", default="sqlite")
    parser.add_argument("--lesson", default="ex04")
    asked = parser.parse_args()
    [stem] = [name for name in lessons() if name.startswith(asked.lesson)]
    checks = importlib.import_module(f"checker.test_{stem}")
    arranged = [
        name for name, check in vars(checks).items() if "meet" in getattr(check, "__code__", main.__code__).co_names
    ]
    server = server_url(asked.database)
    bench = Bench(FreshDatabases(server), Nursery(), seed=1, limit=10.0)
    assert bench.workers is not None
    bench.workers.prepare(reached(server))
    print(f"{server.get_backend_name()}, each {asked.times} times")
    try:
        for answer in sorted(variants(stem), key=lambda answer: answer.kind != "wrong"):
            for name in arranged:
                if name in answer.caught_by or answer.kind == "solution":
                    print(tell(bench, stem, answer, getattr(checks, name), asked.times), flush=True)
    finally:
        bench.workers.close()
        asyncio.run(bench.databases.close())


def tell(bench: Bench, stem: str, answer: Variant, check, times: int) -> str:
    """A line: how often the check refused the answer, and with which outcomes."""
    outcomes: Counter[str] = Counter()
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, f"{stem}.py")
        file.write_text(answer.text, encoding="utf-8")
        for number in range(times):
            case = Case(file, f"{check.__name__} {number}", preload=frozenset({f"checker.probes.{stem}"}))
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
