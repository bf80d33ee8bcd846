"""All files of an entry, be it a folder, an archive, a lone file, or an archive in one of these."""

from __future__ import annotations

import io
import stat
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path, PurePosixPath

from checker.intake.archives import of_archive
from checker.intake.members import (
    DEEPEST,
    MOST_BYTES,
    MOST_INNER,
    Member,
    Refused,
    is_ignored,
    listed,
    of_link,
)
from checker.intake.platforms import is_archive


def of(path: Path, name: str, stack: ExitStack, prefix: PurePosixPath | None = None, within: str = "") -> list[Member]:
    """The files of a folder or an archive, or the one file, called `name`; below `prefix` those of an archive.

    Of a folder only what is in those folders that fit the pattern `within`, if there is one.
    What is opened for it is closed by `stack`.  Archives in it are opened as well, but none in those.  Raises Refused.
    """
    path.stat()  # raises OSError if it is gone
    if path.is_dir():
        found = [each for top in _within(path, within) for each in _of_folder(top, path)]
    elif is_archive(name):
        found = list(of_archive(path, stack))
        if prefix is not None:
            found = [Member(prefix / each.path, each.read, each.link) for each in found]
    else:
        return [Member(PurePosixPath(name), lambda: _read(path))]
    return found


def opened(found: list[Member], stack: ExitStack) -> tuple[list[Member], list[str]]:
    """The files of the archives among these, below each archive's name; and what could not be opened, in sentences."""
    inside: list[Member] = []
    problems: list[str] = []
    archives = [each for each in found if is_archive(each.path.name) and not each.link]
    for each in archives[:MOST_INNER]:
        try:
            content = each.read()
            if len(content) > MOST_BYTES:
                raise Refused(f"the archive is larger than {MOST_BYTES // 10**6} MB.")
            listed = list(of_archive(io.BytesIO(content), stack))
        except Refused as problem:
            problems.append(f"{each.path}: {problem}")
            continue
        inside += [Member(each.path / one.path, one.read, one.link) for one in listed]
    if len(archives) > MOST_INNER:
        problems.append(f"it holds {len(archives)} archives; only the first {MOST_INNER} were opened.")
    return inside, problems


def _within(path: Path, pattern: str) -> list[Path]:
    if not pattern:
        return [path]
    found = [each for each in sorted(path.glob(pattern)) if each.is_dir()]
    for each in found:
        inside = each.relative_to(path)
        if any((path / part).is_symlink() for part in (inside, *inside.parents)[:-1]):
            raise Refused(f"{inside} is a link, which could lead to somebody else's files.")  # never followed
    return found


def _of_folder(top: Path, base: Path) -> Iterator[Member]:
    """The files below `top`, by their paths from `base`."""
    number = 0
    pending = [top]
    while pending:
        folder = pending.pop()
        for path in sorted(folder.iterdir()):
            inside = PurePosixPath(path.relative_to(base).as_posix())
            if is_ignored(PurePosixPath(path.name)):
                continue
            number += 1
            listed(number)
            if path.is_symlink():
                yield Member(inside, of_link, link=True)
            elif path.is_dir():
                if len(inside.parts) <= DEEPEST:
                    pending.append(path)
            elif stat.S_ISREG(path.stat().st_mode):
                yield Member(inside, lambda path=path: _read(path))  # type: ignore[misc]


def _read(path: Path) -> bytes:
    if path.stat().st_size > MOST_BYTES:
        return bytes(MOST_BYTES + 1)
    return path.read_bytes()
