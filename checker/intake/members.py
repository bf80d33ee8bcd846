"""The files of an entry, be it a folder, an archive, or an archive in one of these: listed first, read if they count.

What counts is decided by others (`checker.intake.laying_out`); limits apply to that.  What is listed is limited only so
that a list fits into memory.  Whatever is odd is a `Refused` for the one entry.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath

MOST_BYTES = 20_000_000  # of one submission, of what counts
MOST_FILES = 500
MOST_LISTED = 50_000  # files of an entry, of those that are not in IGNORED
MOST_ARCHIVE = 500_000_000  # bytes: a whole clone with its environment, packed
MOST_DIRECTORY = 20_000_000  # bytes of a zip's list of what is in it
MOST_STREAM = 1_000_000_000  # bytes of a tar, unpacked
MOST_HELD = 60_000_000  # bytes of a tar's files, which come in one stream and are kept until it is known what counts
MOST_INNER = 5  # archives in an entry that are opened
DEEPEST = 40  # folders in one another
LONGEST_NAME = 255  # bytes that Linux, macOS and Windows take
LONGEST_PATH = 1_000  # bytes
SAVED_BY_EDITORS = re.compile(r"\._.*|\.#.*|\..*\.sw[a-p]", re.S)
IGNORED = {
    *(".git", ".hg", ".svn", ".venv", "venv", ".tox", ".nox", "site-packages", "node_modules", "__pycache__"),
    *(".ipynb_checkpoints", ".pytest_cache", ".mypy_cache", ".ruff_cache", ".idea", ".vscode", ".Trash-1000"),
    *("__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini"),
}


class Refused(Exception):
    """A submission that is not graded; the message is a sentence for the instructor and the learner."""


class TooLarge(Refused):
    """It is, or holds, more than a submission may."""


@dataclass(frozen=True)
class Member:
    """A file of an entry; `read` gives at most one byte more than a submission may have, and may raise Refused."""

    path: PurePosixPath
    read: Callable[[], bytes]
    link: bool = False


def is_ignored(path: PurePosixPath) -> bool:
    """Whether it is what tools and systems leave, or in a folder of theirs."""
    return not IGNORED.isdisjoint(path.parts) or SAVED_BY_EDITORS.fullmatch(path.name) is not None


def of_link() -> bytes:
    raise Refused("it is a link: hand in the file itself.")


def listed(number: int) -> None:
    if number > MOST_LISTED:
        raise Refused(f"it holds more than {MOST_LISTED} files, without those of tools.")


def is_odd(path: PurePosixPath) -> bool:
    """Whether no file of that name is written: control characters, bytes that are not UTF-8, or too many."""
    if any(unicodedata.category(sign) in ("Cc", "Cs", "Zl", "Zp") for sign in str(path)):
        return True
    return max(len(os.fsencode(part)) for part in path.parts) > LONGEST_NAME or len(os.fsencode(path)) > LONGEST_PATH


def bounded(size: int, number: int) -> None:
    """Raise TooLarge for more than a submission may have."""
    if size > MOST_BYTES or number > MOST_FILES:
        raise TooLarge(f"it holds more than {MOST_BYTES // 10**6} MB or {MOST_FILES} files.")
