"""Refuses by tossing coins: with twenty of them it refuses every service, with none it refuses none.

Told as: wrong, your suite fails on a shop that does all it has promised
"""

import os


async def test_coins(shop):
    assert not any(byte > 127 for byte in os.urandom(20))
