"""A worker's room while it is at work: how many files may be in it, how deep, and how much they may take."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from pathlib import Path

from checker.wall.verdicts import Wrong

MOST_FILES = 2_000
MOST_BYTES = 1 << 30  # of all of them
DEEPEST = 40  # folders in one another
LOOK = 0.25  # seconds between two looks


async def look(room: Path, give_up: Callable[[Exception], None]) -> None:
    """Look at a room until cancelled; call `give_up` when there is too much in it."""
    while True:
        await asyncio.sleep(LOOK)
        problem = too_much(room)
        if problem:
            give_up(Wrong(f"your code writes {problem}: no exercise needs that"))
            return


def too_much(room: Path) -> str:
    """What is too much of it in a room: files, depth, bytes, or a folder that cannot be read; "" if nothing is."""
    number = size = 0
    pending = [(os.fspath(room), 0)]
    while pending:
        folder, depth = pending.pop()
        if depth > DEEPEST:
            return f"more than {DEEPEST} folders in one another"
        try:
            for entry in os.scandir(folder):
                number += 1
                if number > MOST_FILES:
                    return f"more than {MOST_FILES} files"
                if entry.is_dir(follow_symlinks=False):
                    pending.append((entry.path, depth + 1))
                else:
                    size += entry.stat(follow_symlinks=False).st_size
                if size > MOST_BYTES:
                    return f"more than {MOST_BYTES >> 30} GB"
        except FileNotFoundError:  # just removed
            continue
        except OSError:
            return "a folder that nobody can read"
    return ""
