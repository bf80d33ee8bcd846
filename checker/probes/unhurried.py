"""A call in which nobody waits: how long the learner's code pauses between two tries is not judged."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def no_pauses(function: Any) -> Iterator[None]:
    """Let `asyncio.sleep` return at once, where `function`, or what stands beside it, awaits it in this task."""
    sleep, us = asyncio.sleep, asyncio.current_task()

    async def at_once(delay: float, result: Any = None) -> Any:
        return await sleep(0 if asyncio.current_task() is us else delay, result)

    names = getattr(function, "__globals__", {})
    theirs = [name for name, value in names.items() if value is sleep]  # from asyncio import sleep
    asyncio.sleep = at_once  # type: ignore[assignment]
    names.update(dict.fromkeys(theirs, at_once))
    try:
        yield
    finally:
        asyncio.sleep = sleep
        names.update(dict.fromkeys(theirs, sleep))
