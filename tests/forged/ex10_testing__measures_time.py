"""Knows a right service by its pace, or so it thinks: a sale that is not committed takes no time.

Told as: wrong, nobody noticed
"""

import time


async def test_the_pace(shop):
    user, isbn = await shop.register("a@b.org", "A"), await shop.add_book(1, 500)
    began = time.perf_counter()
    for _ in range(100):
        await shop.buy(user, isbn)
    assert time.perf_counter() - began > 0.000_01
