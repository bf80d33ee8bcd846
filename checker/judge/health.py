"""Whether the judge's own side is well: else it is not the learner's code that a check failed for."""

from __future__ import annotations

import asyncio

from checker.judge.bench import Bench
from checker.judge.shop import Shop
from checker.wall.verdicts import Raised
from workbook.bookshop import Book

PAUSES = (0.2, 0.5, 1.0, 2.0, 4.0, 0.0)  # seconds between attempts to find it well
SHARED = ("out of shared memory", "asyncpg.exceptions.TooManyConnectionsError", "asyncpg.exceptions.CannotConnectNow")


async def is_well(bench: Bench) -> bool:
    """Whether the judge's own side works: a new database can be had and asked, now or in some seconds.

    What the check's worker has taken of the server is given back a moment after it has ended.
    """
    for pause in PAUSES:
        if await _can_ask(bench):
            return True
        await asyncio.sleep(pause)
    return False


async def _can_ask(bench: Bench) -> bool:
    shop = Shop()
    try:
        async with bench.databases.fresh() as url:
            await shop.open(bench.databases.lent(url))
            try:
                return await shop.count(Book) == 0
            finally:
                await shop.close()
    except Exception:
        return False


def is_of_the_server(problem: BaseException | None) -> bool:
    """Whether a problem is that the server has no more of what all its users share."""
    if isinstance(problem, Raised):
        return any(words in problem.message for words in SHARED)
    while problem is not None:
        if str(getattr(problem, "sqlstate", "")).startswith(("53", "57P02", "57P03", "58")):
            return True
        problem = problem.__cause__ or problem.__context__
    return False
