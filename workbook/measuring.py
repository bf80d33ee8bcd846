"""Measures ways against each other: in turns, each against the same round of another, and says what may be said."""

from __future__ import annotations

import asyncio
import html
import math
import os
import random
import statistics
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from typing import Any

from IPython.core.getipython import get_ipython
from IPython.display import HTML, display

Request = Callable[[int], Awaitable[Any]]
Values = dict[str, list[float]]
"""A figure for each round, by the name of the way."""

SECONDS_A_TURN = 10  # for one way in one round
LEAST_ROUNDS, ENOUGH_ROUNDS = 3, 9  # from which anything is concluded; to leave the best and the worst out
SECONDS_IN_ALL = 30  # after which no other round begins, if one was counted


def p95(values: list[float]) -> float:
    """What 95 of 100 do not exceed; of one value, that value."""
    return statistics.quantiles(values, n=20, method="inclusive")[-1] if len(values) > 1 else values[0]


async def in_turns(
    ways: dict[str, Request], load: Callable[..., Awaitable[list[Any]]], *, total: int, at_once: int, rounds: int
) -> tuple[Values, Values]:
    """Requests a second, and the p95 in milliseconds, of each way in each round.

    In each round every way has one turn of `total` requests, `at_once` at a time; in which order is drawn anew each
    time.  A first round, which opens connections and fills caches, is not counted.  What a request raises is raised
    here: the quickest service is the one that answers nothing.  A turn ends after `SECONDS_A_TURN`, and who was not
    answered by then does not count; after `SECONDS_IN_ALL` the rounds that there are must do.  The environment variable
    WORKBOOK_ROUNDS makes them fewer, and leaves the first out, for those who run a lesson without reading its figures.
    """
    fewer = "WORKBOOK_ROUNDS" in os.environ
    rounds = min(rounds, int(os.environ.get("WORKBOOK_ROUNDS", rounds)))
    per_second: Values = {name: [] for name in ways}
    latest: Values = {name: [] for name in ways}
    progress, began = Progress((rounds + 1 - fewer) * len(ways)), time.monotonic()
    try:
        for number in range(fewer, rounds + 1):
            if number > 1 and time.monotonic() - began > SECONDS_IN_ALL:
                break
            for name in random.sample(list(ways), len(ways)):
                progress.step(f"round {number} of {rounds}: {name}")
                rate, times = await turn(ways[name], load, total, at_once)
                if number:
                    per_second[name].append(rate)
                    latest[name].append(p95(times) * 1000)
    finally:
        progress.end()
    return per_second, latest


async def turn(request: Request, load: Callable[..., Awaitable[list[Any]]], total: int, at_once: int) -> Any:
    """Requests a second, and how long each took, in seconds."""
    times: list[float] = []

    async def timed(number: int) -> None:
        began = time.perf_counter()
        await request(number)
        times.append(time.perf_counter() - began)

    began = time.perf_counter()
    results: list[Any] = []
    with suppress(TimeoutError):  # what was answered until then counts
        results = await load(timed, total, at_once, SECONDS_A_TURN)
    took = time.perf_counter() - began
    for result in results:
        if isinstance(result, Exception) and not isinstance(result, TimeoutError):
            raise result
    if not times:
        raise TimeoutError(f"no request was answered within {SECONDS_A_TURN} s")
    return len(times) / took, times


def verdicts(values: Values, baseline: str, again: str) -> Iterator[str]:
    """What may be said of each way against `baseline`, a sentence each.

    Ways are compared round by round, and of nine rounds or more the best and the worst do not count.  `again` is the
    baseline once more: how far it is from its twin is the noise.  A difference counts if it is the same way round in
    every round that counts, and beyond the noise.  (Two that are the same would agree so in one of 25 measurements of
    nine rounds, and in one of 16 of five; fewer rounds than three say nothing.)
    """
    noise = max(abs(math.log(ratio)) for ratio in ratios(values, again, baseline))
    counted = len(ratios(values, again, baseline))
    yield f"{counted} rounds count; the same twice is up to {math.exp(noise) - 1:.0%} apart, which is the noise"
    for name in values:
        if name in (baseline, again):
            continue
        found = ratios(values, name, baseline)
        middle = statistics.median(found)
        told = f"{middle:.2f} times {baseline!r} ({found[0]:.2f} to {found[-1]:.2f})"
        agree = len(found) >= LEAST_ROUNDS and (found[0] > 1 or found[-1] < 1)
        beyond = abs(math.log(middle)) > noise
        yield f"{name}: {told}" + ("" if agree and beyond else ", below the noise")


def ratios(values: Values, name: str, baseline: str) -> list[float]:
    """A way against another in the rounds that count, sorted: what the machine did meanwhile, it did to both."""
    found = sorted(one / other for one, other in zip(values[name], values[baseline], strict=True))
    return found[1:-1] if len(found) >= ENOUGH_ROUNDS else found


class Progress:
    """A bar under the cell that is running; nothing where no notebook is."""

    def __init__(self, steps: int):
        self.steps, self.done = steps, 0
        self.shown: Any = display(HTML(""), display_id=True) if get_ipython() is not None else None

    def step(self, words: str) -> None:
        """The next step begins."""
        self._show(f'<progress max="{self.steps}" value="{self.done}"></progress> {html.escape(words)}')
        self.done += 1

    def end(self) -> None:
        """The bar is taken away."""
        self._show("")

    def _show(self, text: str) -> None:
        if self.shown is not None:
            self.shown.update(HTML(text))


async def switches(number: int = 200) -> dict[str, float]:
    """What it takes to change over, in microseconds: the median of so many of each kind."""

    async def median_of(change: Callable[[], Awaitable[Any]]) -> float:
        took = []
        for _ in range(number):
            began = time.perf_counter()
            await change()
            took.append(time.perf_counter() - began)
        return statistics.median(took) * 1e6

    return {
        "a coroutine to another": await median_of(lambda: asyncio.sleep(0)),
        "to a thread and back": await median_of(lambda: asyncio.to_thread(int)),
    }
