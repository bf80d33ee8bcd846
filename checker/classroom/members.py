"""The files of an entry, be it a folder, an archive, or an archive in one of these: listed first, read if they count.

What counts is decided by others (`checker.classroom.entries`); limits apply to that.  What is listed is limited only so
that a list fits into memory.  Whatever is odd is a `Refused` for the one entry.
"""

from __future__ import annotations

import io
import lzma
import stat
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Any

from checker.classroom.platforms import is_archive

MOST_BYTES = 20_000_000  # of one submission, of what counts
MOST_FILES = 500
MOST_LISTED = 50_000  # files of an entry, of those that are not in IGNORED
MOST_ARCHIVE = 500_000_000  # bytes: a whole clone with its environment, packed
MOST_DIRECTORY = 20_000_000  # bytes of a zip's list of what is in it
MOST_STREAM = 1_000_000_000  # bytes of a tar, unpacked
MOST_HELD = 60_000_000  # bytes of a tar's files, which come in one stream and are kept until it is known what counts
MOST_INNER = 5  # archives in an entry that are opened
DEEPEST = 40  # folders in one another
IGNORED = {
    *(".git", ".hg", ".svn", ".venv", "venv", ".tox", ".nox", "site-packages", "node_modules", "__pycache__"),
    *(
        "__MACOSX",
        ".ipynb_checkpoints",
        ".pytest_cache",
        ".mypy_cache",
        ".ruff_cache",
        ".idea",
        ".vscode",
        ".Trash-1000",
    ),
    *(".DS_Store", "Thumbs.db", "desktop.ini"),
}


class Refused(Exception):
    """A submission that is not graded; the message is a sentence for the instructor and the learner."""


@dataclass(frozen=True)
class Member:
    """A file of an entry; `read` gives at most one byte more than a submission may have, and may raise Refused."""

    path: PurePosixPath
    read: Callable[[], bytes]
    link: bool = False


def is_ignored(path: PurePosixPath) -> bool:
    """Whether it is what tools and systems leave, or in a folder of theirs."""
    return not IGNORED.isdisjoint(path.parts) or path.name.startswith("._")


def of(path: Path, name: str, stack: ExitStack, prefix: PurePosixPath | None = None, within: str = "") -> list[Member]:
    """The files of a folder or an archive, or the one file, called `name`; below `prefix` those of an archive.

    Of a folder only what is in those folders that fit the pattern `within`, if there is one.
    What is opened for it is closed by `stack`.  Archives in it are opened as well, but none in those.  Raises Refused.
    """
    path.stat()  # raises OSError if it is gone
    if path.is_dir():
        found = [each for top in _within(path, within) for each in _of_folder(top, path)]
    elif is_archive(name):
        found = list(_of_archive(path, stack))
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
            listed = list(_of_archive(io.BytesIO(content), stack))
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
            if path.name in IGNORED or path.name.startswith("._"):
                continue
            number += 1
            _listed(number)
            if path.is_symlink():
                yield Member(inside, _of_link, link=True)
            elif path.is_dir():
                if len(inside.parts) <= DEEPEST:
                    pending.append(path)
            elif stat.S_ISREG(path.stat().st_mode):
                yield Member(inside, lambda path=path: _read(path))  # type: ignore[misc]


def _of_link() -> bytes:
    raise Refused("it is a link: hand in the file itself.")


def _read(path: Path) -> bytes:
    if path.stat().st_size > MOST_BYTES:
        return bytes(MOST_BYTES + 1)
    return path.read_bytes()


def _of_archive(source: Path | IO[bytes], stack: ExitStack) -> Iterator[Member]:
    try:
        file = stack.enter_context(source.open("rb")) if isinstance(source, Path) else source
        if file.seek(0, io.SEEK_END) > MOST_ARCHIVE:
            raise Refused(f"the archive is larger than {MOST_ARCHIVE // 10**6} MB.")
        file.seek(0)
        head = file.read(6)
        file.seek(0)
        if head.startswith((b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00")) or _is_tar(file):
            yield from _of_tar(file)
        else:
            if foreign := next((kind for magic, kind in FOREIGN if head.startswith(magic)), ""):
                raise Refused(f"it is a {foreign} archive, whatever its name says: hand in a .zip.")
            yield from _of_zip(file, stack)
    except Refused:
        raise
    except OSError as problem:  # its own text holds a path
        raise Refused(f"the archive cannot be read: {problem.strerror or 'its data is broken'}.") from None
    except (tarfile.TarError, zlib.error, lzma.LZMAError, EOFError):
        raise Refused("the archive cannot be read: its data is broken, or cut off.") from None
    except Exception as problem:  # zipfile and what it decompresses with have each their own for broken data
        raise Refused(f"the archive cannot be read: {problem}.") from None


FOREIGN = ((b"Rar!", ".rar"), (b"7z\xbc\xaf", ".7z"))


def _is_tar(file: IO[bytes]) -> bool:
    file.seek(257)
    magic = file.read(5)
    file.seek(0)
    return magic == b"ustar"


def _of_zip(file: IO[bytes], stack: ExitStack) -> Iterator[Member]:
    end: Any = zipfile._EndRecData(file)  # type: ignore[attr-defined]  # the list itself could fill the memory
    if end and end[5] > MOST_DIRECTORY:
        raise Refused("the archive holds too many files.")
    archive = stack.enter_context(zipfile.ZipFile(file))
    number = 0
    for info in archive.infolist():
        name = _inside(info.filename)
        if info.is_dir() or is_ignored(name) or len(name.parts) > DEEPEST + 1:
            continue
        number += 1
        _listed(number)
        link = stat.S_ISLNK(info.external_attr >> 16)
        yield Member(name, lambda info=info: _of_entry(archive, info), link)  # type: ignore[misc]


def _of_entry(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    if info.flag_bits & 1:
        raise Refused("the archive is locked with a password: hand in one that is not.")
    try:
        with archive.open(info) as file:
            return file.read(MOST_BYTES + 1)  # whatever size the archive claims
    except OSError as problem:
        raise Refused(f"the archive cannot be read: {problem.strerror or 'its data is broken'}.") from None
    except Exception as problem:
        raise Refused(f"the archive cannot be read: {problem}.") from None


class _Bounded(io.RawIOBase):
    """What is read through it, up to MOST_STREAM bytes."""

    def __init__(self, stream: Any):
        self._stream, self._left = stream, MOST_STREAM

    def read(self, size: int = -1) -> bytes:  # tarfile asks for blocks
        content = self._stream.read(size)
        self._left -= len(content)
        if self._left < 0:
            raise Refused(f"the archive holds more than {MOST_STREAM // 10**6} MB.")
        return content


def _of_tar(file: IO[bytes]) -> Iterator[Member]:
    held = number = 0
    with _decompressed(file) as stream, tarfile.open(fileobj=_Bounded(stream), mode="r|") as archive:
        for info in archive:
            name = _inside(info.name)
            if not (info.isfile() or info.issym() or info.islnk()):
                continue
            if is_ignored(name) or len(name.parts) > DEEPEST + 1:
                continue
            number += 1
            _listed(number)
            if not info.isfile():
                yield Member(name, _of_link, link=True)
                continue
            held += info.size
            if info.size > MOST_BYTES or held > MOST_HELD:
                held -= info.size
                yield Member(name, lambda: bytes(MOST_BYTES + 1))
                continue
            content = archive.extractfile(info).read()  # type: ignore[union-attr]
            yield Member(name, lambda content=content: content)  # type: ignore[misc]


def _decompressed(file: IO[bytes]) -> Any:
    import bz2
    import gzip

    head = file.read(6)
    file.seek(0)
    for magic, opens in ((b"\x1f\x8b", gzip.open), (b"BZh", bz2.open), (b"\xfd7zXZ\x00", lzma.open)):
        if head.startswith(magic):
            return opens(file)  # type: ignore[operator]
    return io.BufferedReader(file)  # type: ignore[type-var]


def _inside(text: str) -> PurePosixPath:
    """Where a file of an archive is in it.  Raises Refused if that is not in it."""
    name = PurePosixPath(text.replace("\\", "/"))
    if name.is_absolute() or ".." in name.parts or ":" in str(name).split("/")[0]:
        raise Refused(f"the archive holds an entry that would leave its folder: {text!r}.")
    return name


def _listed(number: int) -> None:
    if number > MOST_LISTED:
        raise Refused(f"it holds more than {MOST_LISTED} files, without those of tools.")


def readable(path: PurePosixPath) -> None:
    """Raise Refused for a name that is no printable text."""
    if not str(path).isprintable():  # nor is a byte that is not UTF-8
        raise Refused(f"it holds a file whose name is not printable text: {str(path)!r}.")


def bounded(size: int, number: int) -> None:
    """Raise Refused for more than a submission may have."""
    if size > MOST_BYTES or number > MOST_FILES:
        raise Refused(f"it holds more than {MOST_BYTES // 10**6} MB or {MOST_FILES} files.")
