"""Counts how many tasks, threads and bytes a call needs in its own process, which are the same for all services.

Told as: wrong, nobody noticed
"""

import asyncio
import gc
import threading


async def test_counts(shop):
    before = len(asyncio.all_tasks()), threading.active_count()
    user, isbn = await shop.register("a@b.org", "A"), await shop.add_book(1, 5)
    await shop.buy(user, isbn)
    assert (len(asyncio.all_tasks()), threading.active_count()) == before
