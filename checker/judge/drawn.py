"""Random values that a seed repeats, and that tell nothing of those to come."""

from __future__ import annotations

import hashlib
import random
from typing import Any

BLOCK = 4096  # bytes that are made at once


class Drawn(random.Random):
    """A generator whose bits are a keyed hash of a counter.

    The one of `random.Random` gives its whole state away in a few thousand values, and a check shows as many.
    """

    def __init__(self, key: str):
        self._key = hashlib.blake2b(key.encode(), digest_size=32).digest()
        self._numbers, self._bytes, self._at = 0, b"", 0
        super().__init__(0)

    def seed(self, *_: Any, **__: Any) -> None:
        """Nothing: it begins with its key."""

    def getrandbits(self, k: int) -> int:
        size = (k + 7) // 8
        while len(self._bytes) - self._at < size:
            block = hashlib.shake_256(self._key + self._numbers.to_bytes(8, "big")).digest(BLOCK)
            self._bytes, self._at, self._numbers = self._bytes[self._at :] + block, 0, self._numbers + 1
        self._at += size
        return int.from_bytes(self._bytes[self._at - size : self._at], "big") >> (8 * size - k)

    def random(self) -> float:
        return self.getrandbits(53) / (1 << 53)
