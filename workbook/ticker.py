"""A ticker on the event loop: while it is quiet, nobody else was served either."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import pairwise

from workbook.canvas import BLUE, RED, Picture, bar, paper, spare

TICK = 0.005  # seconds


@asynccontextmanager
async def ticking() -> AsyncIterator[list[float]]:
    """While the block runs, note every 5 ms that the loop turns: seconds since the block began."""
    ticks: list[float] = []
    began = time.perf_counter()

    async def tick() -> None:
        while True:
            ticks.append(time.perf_counter() - began)
            await asyncio.sleep(TICK)

    task = asyncio.create_task(tick())
    await asyncio.sleep(4 * TICK)
    try:
        yield ticks
    finally:
        await asyncio.sleep(4 * TICK)
        task.cancel()


def longest_silence(ticks: list[float]) -> float:
    """The longest time between two ticks, in seconds."""
    return max((after - before for before, after in pairwise(ticks)), default=0.0)


def lag(recorded: dict[str, list[float]], title: str = "When the loop turned") -> Picture:
    """A row for each recording: a dot for each tick, and a bar over its longest silence, in milliseconds."""
    figure, [axes] = paper(8, 0.9 + 0.5 * len(recorded), title)
    for row, ticks in enumerate(recorded.values()):
        axes.plot([at * 1000 for at in ticks], [row] * len(ticks), "|", color=BLUE, markersize=9, zorder=3)
        silence = longest_silence(ticks)
        if silence > 5 * TICK:
            start = next(before for before, after in pairwise(ticks) if after - before == silence)
            words = f"{silence * 1000:.0f} ms"
            bar(axes, row, start, start + silence, RED, words, height=0.34)
    spare(axes, list(recorded), "milliseconds")
    return Picture.of(figure, f"{title}: {', '.join(recorded)}")
