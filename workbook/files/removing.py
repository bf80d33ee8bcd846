"""Removes folders, whatever somebody has put into them.  Standard library only."""

from __future__ import annotations

import itertools
import os
import shutil
import stat
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_told: set[str] = set()


def remove(folder: Path) -> None:
    """Remove a folder with all that is in it, at any depth and with any modes.  Raises nothing.

    What cannot be removed is told once, and left.
    """
    try:
        if os.open in os.supports_dir_fd:
            _flatten(folder)
            folder.rmdir()
        else:  # Windows
            shutil.rmtree(folder)
    except FileNotFoundError:
        pass
    except (OSError, RecursionError) as problem:
        if str(folder.parent) not in _told:
            _told.add(str(folder.parent))
            print(f"{folder} cannot be removed and is left there ({problem}): remove it by hand.", file=sys.stderr)


@contextmanager
def passing_folder(prefix: str, inside: Path | None = None) -> Iterator[Path]:
    """A new folder for the block, removed after it with `remove`."""
    folder = Path(tempfile.mkdtemp(prefix=prefix, dir=inside))
    try:
        yield folder
    finally:
        remove(folder)


def _flatten(folder: Path) -> None:
    """Empty a folder: what is in its folders moves up into it, so that depth needs neither a stack nor long paths."""
    numbers = itertools.count()
    with suppress(OSError):
        folder.chmod(0o700)
    top = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        while names := os.listdir(top):
            for name in names:
                if not _is_folder(name, top):
                    os.unlink(name, dir_fd=top)
                    continue
                os.chmod(name, 0o700, dir_fd=top)
                inner = os.open(name, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=top)
                try:
                    for each in os.listdir(inner):
                        if _is_folder(each, inner):
                            os.chmod(each, 0o700, dir_fd=inner)  # its ".." changes: that is to write in it
                            os.rename(each, _free(numbers, top), src_dir_fd=inner, dst_dir_fd=top)
                        else:
                            os.unlink(each, dir_fd=inner)
                finally:
                    os.close(inner)
                os.rmdir(name, dir_fd=top)
    finally:
        os.close(top)


def _is_folder(name: str, place: int) -> bool:
    return stat.S_ISDIR(os.stat(name, dir_fd=place, follow_symlinks=False).st_mode)


def _free(numbers: Iterator[int], place: int) -> str:
    """A name that nothing at `place` has."""
    while True:
        name = f"_{next(numbers)}"
        try:
            os.stat(name, dir_fd=place, follow_symlinks=False)
        except FileNotFoundError:
            return name
