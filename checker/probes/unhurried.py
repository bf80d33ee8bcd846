"""A call in which nobody waits: how long the learner's code pauses between two tries is not judged."""

import asyncio
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def no_pauses(function: Any) -> Iterator[None]:
    """Let `asyncio.sleep` return at once, where `function`, or what stands beside it, awaits it in this task.

    Raises AssertionError from a `time.sleep` in the event loop's thread.
    """
    sleep, us = asyncio.sleep, asyncio.current_task()
    blocking, thread = time.sleep, threading.get_ident()

    async def at_once(delay: float, result: Any = None) -> Any:
        return await sleep(0 if asyncio.current_task() is us else delay, result)

    def in_a_thread(seconds: float) -> None:
        assert threading.get_ident() != thread, (
            "time.sleep() blocks the event loop, and with it every other task: `await asyncio.sleep(…)`"
        )
        blocking(seconds)

    names = getattr(function, "__globals__", {})
    theirs = [name for name, value in names.items() if value is sleep]  # from asyncio import sleep
    theirs_that_block = [name for name, value in names.items() if value is blocking]
    asyncio.sleep = at_once  # type: ignore[assignment]
    time.sleep = in_a_thread  # type: ignore[assignment]
    names.update(dict.fromkeys(theirs, at_once) | dict.fromkeys(theirs_that_block, in_a_thread))
    try:
        yield
    finally:
        asyncio.sleep, time.sleep = sleep, blocking
        names.update(dict.fromkeys(theirs, sleep) | dict.fromkeys(theirs_that_block, blocking))
