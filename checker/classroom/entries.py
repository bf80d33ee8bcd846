"""Finds the submissions in an instructor's folder, and lays each out in a clean folder of its own.

Names come from learners: whatever is odd about an entry is a `Refused` for that entry, and concerns nobody else.
"""

from __future__ import annotations

import hashlib
import stat
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from workbook.files.exercise import MAIN

MOST_BYTES = 20_000_000  # of one submission, unpacked
MOST_FILES = 500
DEEPEST = 6  # folders in an entry: nbgrader has one, an archive of it two, and a package may have some in one another
IGNORED = {".git", ".venv", "__pycache__", ".ipynb_checkpoints", "__MACOSX", "node_modules"}


class Refused(Exception):
    """A submission that is not graded; the message is a sentence for the instructor."""


@dataclass(frozen=True)
class Entry:
    """One learner's submission: a folder, or a zip of one."""

    learner: str
    path: Path


def entries(folder: Path) -> list[Entry]:
    """The submissions in `folder`, sorted by name: each folder, and each .zip, but nothing hidden."""
    paths = [path for path in folder.iterdir() if not path.name.startswith((".", "__"))]
    folders = [Entry(_spelt(path.name), path) for path in paths if _is(path, stat.S_ISDIR)]
    zips = [path for path in paths if path.suffix.lower() == ".zip" and _is(path, stat.S_ISREG)]
    taken = Counter([entry.learner for entry in folders] + [_spelt(path.stem) for path in zips])
    archives = [Entry(_spelt(path.stem if taken[_spelt(path.stem)] == 1 else path.name), path) for path in zips]
    return sorted(folders + archives, key=lambda entry: entry.learner)


def _spelt(name: str) -> str:
    """A name that every file, report and terminal can hold: what is not printable is spelt out, as in "\\udcfc"."""
    return "".join(sign if sign.isprintable() else sign.encode("unicode_escape").decode() for sign in name)


def _is(path: Path, kind: Callable[[int], bool]) -> bool:
    with suppress(OSError):  # a link that leads nowhere, or in a circle
        return kind(path.stat().st_mode)
    return False


def lay_out(entry: Entry, into: Path) -> str:
    """Copy the ex*.py files and packages of a submission, and what stands beside them, into the empty folder `into`.

    They may stand deeper in the entry, as nbgrader has them.  Return a fingerprint of what was copied.  Raise Refused
    for an archive that cannot be read or would leave its folder, for links, for names that are not text, for two files
    of one name, for more than 20 MB or 500 files, and for whatever else goes wrong with this entry.
    """
    try:
        return _laid_out(entry, into)
    except Refused:
        raise
    except OSError as problem:
        raise Refused(f"it cannot be read: {problem.strerror or problem}.") from None
    except Exception as problem:  # never the end of the whole class
        raise Refused(f"it cannot be read ({type(problem).__name__}): {problem}.") from None


def _laid_out(entry: Entry, into: Path) -> str:
    files = list(_of_archive(entry.path) if entry.path.is_file() else _of_folder(entry.path))
    packages = {path.parent for path, _ in files if path.match(f"ex[0-9][0-9]_*/{MAIN}")}
    inside = {path for path, _ in files if packages.intersection(path.parents)}
    homes = {path.parent for path, _ in files if path.match("ex*.py") and path not in inside}
    homes |= {package.parent for package in packages if not packages.intersection(package.parents)}
    found: dict[PurePosixPath, PurePosixPath] = {}
    for path, content in sorted(files):
        home = next((home for home in [path.parent, *path.parent.parents] if home in homes), None)
        if home is None:
            continue
        target = path.relative_to(home)
        if target in found:
            raise Refused(f"{target} stands there twice: {found[target]} and {path}.")
        found[target] = path
        (into / target).parent.mkdir(parents=True, exist_ok=True)
        (into / target).write_bytes(content)
    return fingerprint(into, found)


def fingerprint(folder: Path, names: Iterable[PurePosixPath] | None = None) -> str:
    """Of the files with these names in `folder`, or of all that are there."""
    if names is None:
        names = [PurePosixPath(path.relative_to(folder).as_posix()) for path in folder.rglob("*") if path.is_file()]
    digest = hashlib.sha256()
    for name in sorted(names):
        content = (folder / name).read_bytes()
        digest.update(f"{name}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()


def _of_folder(top: Path) -> Iterator[tuple[PurePosixPath, bytes]]:
    size = number = 0
    pending = [top]
    while pending:
        folder = pending.pop()
        for path in sorted(folder.iterdir()):
            inside = PurePosixPath(path.relative_to(top).as_posix())
            if path.name in IGNORED:
                continue
            _named(inside)
            if path.is_symlink():
                raise Refused(f"{inside} is a link: hand in the file itself.")
            if path.is_dir():
                if len(inside.parts) <= DEEPEST:
                    pending.append(path)
            elif stat.S_ISREG(path.stat().st_mode):
                size, number = size + path.stat().st_size, number + 1
                _bound(size, number)
                yield inside, path.read_bytes()


def _of_archive(path: Path) -> Iterator[tuple[PurePosixPath, bytes]]:
    try:
        _bound(path.stat().st_size, 0)  # the list of its entries alone could fill the memory
        with zipfile.ZipFile(path) as archive:
            size = number = 0
            for info in archive.infolist():
                name = PurePosixPath(info.filename.replace("\\", "/"))
                if name.is_absolute() or ".." in name.parts or ":" in str(name).split("/")[0]:
                    raise Refused(f"the archive holds an entry that would leave its folder: {info.filename!r}.")
                if stat.S_ISLNK(info.external_attr >> 16):
                    raise Refused(f"the archive holds a link, {info.filename!r}: hand in the file itself.")
                if info.is_dir() or IGNORED & set(name.parts) or len(name.parts) > DEEPEST + 1:
                    continue
                number += 1
                _named(name)
                with archive.open(info) as file:
                    content = file.read(MOST_BYTES + 1)  # whatever size the archive claims
                size += len(content)
                _bound(size, number)
                yield name, content
    except Refused:
        raise
    except Exception as problem:  # zipfile, zlib, lzma and bz2 have each their own for broken data
        raise Refused(f"the archive cannot be read: {problem}.") from None


def _named(path: PurePosixPath) -> None:
    if not str(path).isprintable():  # nor is a byte that is not UTF-8
        raise Refused(f"it holds a file whose name is not printable text: {str(path)!r}.")


def _bound(size: int, number: int) -> None:
    if size > MOST_BYTES or number > MOST_FILES:
        raise Refused(f"it holds more than {MOST_BYTES // 10**6} MB or {MOST_FILES} files.")
