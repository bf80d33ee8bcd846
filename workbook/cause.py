"""What caused an event: a name that tasks and threads inherit, and the line of the watched code behind it."""

from __future__ import annotations

import asyncio
import gc
import linecache
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from types import FrameType
from typing import Any, cast

import greenlet

cause: ContextVar[str] = ContextVar("cause", default="")
"""Whatever caused the events that follow: a call, a request.  Tasks and threads inherit it."""

bystander: ContextVar[bool] = ContextVar("bystander", default=False)
"""Set by who looks on in the same process: what they do without a cause is no open call's."""

_open: list[str] = []


def caused_by() -> str:
    """The cause of what happens now: what nobody caused is that of the call that is open, if one is.

    A task may be begun with an empty context, and a thread of an executor has one.
    """
    return cause.get() or (_open[-1] if _open and not bystander.get() else "")


@contextmanager
def open_call(name: str) -> Iterator[None]:
    """While the block runs, `name` is the cause of what has no other."""
    _open.append(name)
    try:
        yield
    finally:
        _open.remove(name)


watched_task: ContextVar[asyncio.Task | None] = ContextVar("watched_task", default=None)
"""The task that runs the watched code; the tasks it starts inherit it."""


def place(frame: FrameType) -> tuple[str, str]:
    """`("file.py:12", "the text of that line")` for the line where `frame` stands."""
    # seen from another thread, a frame may stand between two lines: then its number is None
    name, number = frame.f_code.co_filename, frame.f_lineno or frame.f_code.co_firstlineno
    return f"{Path(name).name}:{number}", linecache.getline(name, number).strip()


def caller(is_watched: Callable[[str], bool]) -> tuple[str, str]:
    """The place of the innermost running frame of the watched code, or two empty strings.

    SQLAlchemy runs its own code in a greenlet whose frames end before the code that awaited it: the walk then goes
    on in the parent greenlet.  And it closes sessions in a task of its own, where none of the watched code runs: then
    the place is where `watched_task` waits.
    """
    frame: FrameType | None = sys._getframe(1)
    current = greenlet.getcurrent()
    while frame is not None:
        if is_watched(frame.f_code.co_filename):
            return place(frame)
        following = frame.f_back
        if following is None and current.parent is not None:
            current = current.parent
            following = current.gr_frame
        frame = following
    return waiting(watched_task.get(), is_watched)


def waiting(task: asyncio.Task | None, is_watched: Callable[[str], bool]) -> tuple[str, str]:
    """The place of the innermost frame of the watched code in a suspended task, or two empty strings."""
    found, inner = None, cast(Any, task.get_coro() if task is not None else None)
    while inner is not None:
        frame = getattr(inner, "cr_frame", None) or getattr(inner, "gi_frame", None) or getattr(inner, "ag_frame", None)
        if frame is not None and is_watched(frame.f_code.co_filename):
            found = frame
        inner = (
            getattr(inner, "cr_await", None)
            or getattr(inner, "gi_yieldfrom", None)
            or getattr(inner, "ag_await", None)
            or _generator_behind(inner)
        )
    return place(found) if found is not None else ("", "")


def _generator_behind(waits: object) -> object:
    # `async with` of an @asynccontextmanager waits for an object that tells nobody whose next step it is
    if type(waits).__name__ not in ("async_generator_asend", "async_generator_athrow", "anext_awaitable"):
        return None
    return next((it for it in gc.get_referents(waits) if hasattr(it, "ag_frame") or hasattr(it, "send")), None)


def is_not_a_library(name: str) -> bool:
    """Whether a file is neither an installed package, nor Python's own, nor the workbook's."""
    # "<": SQLAlchemy compiles some of its own functions from text
    return "site-packages" not in name and not name.startswith((sys.base_prefix, str(Path(__file__).parent), "<"))
