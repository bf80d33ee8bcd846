"""What counts of an entry, written under the names that the checks ask for, within the limits of a submission."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from checker.intake.members import MOST_FILES, Refused, TooLarge, bounded
from checker.intake.shelf import Shelf

MOST_LARGE = 20  # files that are found to be too much: after these no other is read

Target = tuple[PurePosixPath, PurePosixPath]  # a file of the entry, and what it is called where it is written


def copied(
    shelf: Shelf, chosen: list[Target], beside: list[Target], into: Path
) -> tuple[list[PurePosixPath], list[PurePosixPath]]:
    """Write these files into the folder `into`; the names that were written, and what was left out.

    What is too much of what stands beside, and is no Python, is left out.  Raises Refused for everything else.
    """
    written: dict[PurePosixPath, PurePosixPath] = {}
    left: list[PurePosixPath] = []
    size = 0
    modules = [each for each in beside if each[0].suffix == ".py"]
    rest = [each for each in beside if each[0].suffix != ".py"]
    for number, (path, target) in enumerate((*chosen, *modules, *rest)):
        may_be_left = number >= len(chosen) + len(modules)
        if may_be_left and (len(written) >= MOST_FILES or len(left) >= MOST_LARGE):
            left.append(path)
            continue
        try:
            content = shelf.content(path)
            if target not in written:
                bounded(size + len(content), len(written) + 1)
        except TooLarge:
            if not may_be_left:
                raise
            left.append(path)
            continue
        if target in written:
            if target.suffix == ".py" and content != shelf.content(written[target]) and content.strip():
                raise Refused(f"{target} stands there twice: {written[target]} and {path}.")
            continue
        written[target] = path
        size += len(content)
        try:
            (into / target).parent.mkdir(parents=True, exist_ok=True)
            (into / target).write_bytes(content)
        except (FileExistsError, IsADirectoryError, NotADirectoryError):
            raise Refused(f"{path} stands where there is a folder or a file of that name too.") from None
    return list(written), left


def fingerprint(folder: Path, names: Iterable[PurePosixPath] | None = None) -> str:
    """Of the files with these names in `folder`, or of all that are there."""
    if names is None:
        names = [PurePosixPath(path.relative_to(folder).as_posix()) for path in folder.rglob("*") if path.is_file()]
    digest = hashlib.sha256()
    for name in sorted(names):
        content = (folder / name).read_bytes()
        digest.update(f"{name}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()
