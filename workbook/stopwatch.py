"""A stopwatch: how long each of several ways takes, in turns, when nothing else gets in its way."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Sequence
from typing import Any


async def quickest(
    run: Callable[[Callable[..., Any]], Awaitable[Any]], ways: Sequence[Callable[..., Any]], times: int = 5
) -> dict[str, float]:
    """The milliseconds of the quickest of so many `run(way)`, by the way's name.

    The ways take turns, so that whatever else the machine does happens to all of them; and what it does can only make
    a run slower, so the quickest one says most about the way itself.
    """
    took = {way.__name__: float("inf") for way in ways}
    for way in [*ways] * times:
        began = time.perf_counter()
        await run(way)
        took[way.__name__] = min(took[way.__name__], (time.perf_counter() - began) * 1000)
    return took
