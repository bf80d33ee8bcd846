"""Calls `greeting` of a file in a worker, and prints what came back: `python confined.py FILE sqlite|postgres`."""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

from checker.judge.bench import Bench
from checker.judge.case import Case
from checker.judge.forked import Nursery
from checker.judge.running import reached, unconfined
from workbook.address import server_url
from workbook.fresh.databases import FreshDatabases


def main() -> None:
    server = server_url(sys.argv[2])
    bench = Bench(FreshDatabases(server), Nursery(), seed=1, limit=20.0)
    assert bench.workers is not None
    bench.workers.prepare(reached(server))
    case = Case(file=Path(sys.argv[1]), name="confined")
    found: dict[str, Any] = {}

    async def check() -> None:
        found.update(await case.submission.greeting())

    case.run(bench, check, {})
    lacking = unconfined(bench)
    bench.workers.close()
    asyncio.run(bench.databases.close())
    print(json.dumps({"found": found, "unconfined": lacking}))


if __name__ == "__main__":
    main()
