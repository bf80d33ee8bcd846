"""What a fresh database costs: `python3 tests/bench/bench_databases.py [sqlite|postgres|URL …]`, by hand.

Medians in milliseconds.  "make" is what a check waits for before it begins, "drop" after it; between them the check
takes a twentieth of a second, in which PostgreSQL already makes the next database.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import time

from workbook.database import FreshDatabases, server_url

ROUNDS = 60


async def measure(word: str) -> None:
    for label, pause in (("nothing in between", 0.0), ("a check of 50 ms", 0.05)):
        databases = FreshDatabases(server_url(word))
        made, dropped = [], []
        began = time.perf_counter()
        async with databases.fresh():  # makes the template
            first = time.perf_counter() - began
        for _ in range(ROUNDS):
            began = time.perf_counter()
            async with databases.fresh():
                made.append(time.perf_counter() - began)
                await asyncio.sleep(pause)
                began = time.perf_counter()
            dropped.append(time.perf_counter() - began)
        await databases.close()
        both = statistics.median(a + b for a, b in zip(made, dropped, strict=True))
        print(
            f"{word:10} {label:20} first {first * 1000:6.1f}   make {statistics.median(made) * 1000:6.2f}"
            f"   drop {statistics.median(dropped) * 1000:6.2f}   both {both * 1000:6.2f}"
        )


for word in sys.argv[1:] or ["sqlite", "postgres"]:
    asyncio.run(measure(word))
