"""The files of an archive, a zip or a tar, however it is packed: listed without trust in what it says of itself."""

from __future__ import annotations

import io
import lzma
import re
import stat
import tarfile
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path, PurePosixPath
from typing import IO, Any

from checker.intake.members import (
    DEEPEST,
    MOST_ARCHIVE,
    MOST_BYTES,
    MOST_DIRECTORY,
    MOST_HELD,
    MOST_STREAM,
    Member,
    Refused,
    is_ignored,
    listed,
    of_link,
)


def of_archive(source: Path | IO[bytes], stack: ExitStack) -> Iterator[Member]:
    """The files of an archive, by what it is and not by its name; `stack` closes it.  Raises Refused."""
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
            if not head:
                raise Refused("the archive is empty: the upload broke off.  Hand it in again.")
            if b"PK" not in head[:2] and not zipfile.is_zipfile(file):
                raise Refused("it is no archive, whatever its name says: hand in a .zip, or the .py file itself.")
            yield from _of_zip(file, stack)
    except Refused:
        raise
    except OSError as problem:  # its own text holds a path
        raise Refused(f"the archive cannot be read: {problem.strerror or 'its data is broken'}.") from None
    except Exception as problem:  # zipfile, tarfile and what they decompress with have each their own for broken data
        raise Refused(_broken(problem)) from None


def _broken(problem: Exception) -> str:
    if isinstance(problem, NotImplementedError):
        return "the archive is packed by a method that is not opened here: pack it again, as an ordinary .zip."
    return "the archive cannot be read: its data is broken, or cut off.  Hand it in again."


DRIVE = re.compile(r"[A-Za-z]:")
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
        listed(number)
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
        raise Refused(_broken(problem)) from None


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
            listed(number)
            if not info.isfile():
                yield Member(name, of_link, link=True)
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
    if name.is_absolute() or ".." in name.parts or DRIVE.match(text):
        raise Refused(f"the archive holds an entry that would leave its folder: {text!r}.")
    return name
