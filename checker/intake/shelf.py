"""The files of an entry that may count: read at most once each, and looked through for those that may be meant."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import PurePosixPath

from checker.intake.candidates import MOST_READ, MOST_TEXT, Candidate
from checker.intake.members import MOST_HELD, Member, Refused, TooLarge, bounded
from checker.intake.naming import named
from workbook.files.exercise import MAIN

MOST_CANDIDATES = 50


class Shelf:
    """The files of an entry that may count, each read at most once."""

    def __init__(self, found: list[Member], stems: list[str]):
        self.stems = stems
        self.members = {member.path: member for member in found}
        self._read: dict[PurePosixPath, bytes] = {}
        self._size = 0
        self._mains = [path for path in self.members if path.name == MAIN]
        self._named: dict[str, list[Candidate]] = {}

    def content(self, path: PurePosixPath) -> bytes:
        """What is in a file.  Raises Refused for a link, and for what is too large."""
        if path not in self._read:
            member = self.members[path]
            if member.link:
                raise Refused(f"{path} is a link: hand in the file itself.")
            content = member.read()
            bounded(len(content), 0)
            self._read[path] = content
            self._size += len(content)
            if self._size > MOST_HELD:
                raise TooLarge(f"it holds more than {MOST_HELD // 10**6} MB of what may be meant.")
        return self._read[path]

    def named(self, stem: str) -> list[Candidate]:
        """The files and packages whose names name this exercise."""
        if stem not in self._named:
            self._named[stem] = self._find(stem)
        return self._named[stem]

    def others(self, stem: str) -> list[Candidate]:
        """Those whose names name none, or another."""
        found = self.unnamed()
        for other in self.stems:
            with suppress(Refused):  # what is wrong with one that was not asked for is no reason to refuse the rest
                found += self.named(other) if other != stem else []
        return found

    def _find(self, stem: str) -> list[Candidate]:
        sign = stem.split("_")[0]
        inside = self.packages()
        found: list[Candidate] = []
        for path in self.members:
            if sign not in path.name.lower() or inside.intersection(path.parents):
                continue
            if its := named(path.name, [stem]):
                found.append(Candidate(path, stem, its, {"": self.content(path)}))
            if len(found) > MOST_CANDIDATES:
                break
        for package in sorted(inside):
            if not inside.intersection(package.parents) and (its := named(package.name, [stem])):
                under = [path for path in self.members if package in path.parents]
                bounded(0, len(under))
                contents = {path.relative_to(package).as_posix(): self.content(path) for path in under}
                found.append(Candidate(package, stem, its, contents))
        return found

    def packages(self) -> set[PurePosixPath]:
        """The folders that are an exercise."""
        return {path.parent for path in self._mains if named(path.parent.name, self.stems)}

    def unnamed(self) -> list[Candidate]:
        """Python files and packages whose names name none of the exercises, to be known by what is in them."""
        inside = self.packages()
        found = [*self._unnamed_packages(inside)]
        for path, member in self.members.items():
            lower = path.name.lower()
            if not (".py" in lower or lower.endswith(".txt")) or member.link or inside.intersection(path.parents):
                continue
            if named(path.name, self.stems) is None and not lower.startswith("test"):
                content = self.content(path)
                if len(content) <= MOST_TEXT:
                    found.append(Candidate(path, "", None, {"": content}))
            if len(found) >= MOST_READ:
                break
        return found

    def _unnamed_packages(self, inside: set[PurePosixPath]) -> Iterator[Candidate]:
        """Folders with what makes a package, though not its name, as when all its files were packed without it."""
        for main in self._mains[:MOST_CANDIDATES]:
            folder = main.parent
            if inside.intersection(main.parents):
                continue
            under = [
                path
                for path in self.members
                if folder in path.parents and not inside.intersection(path.parents) and not named(path.name, self.stems)
            ]
            with suppress(Refused):  # then it is not meant
                bounded(0, len(under))
                contents = {path.relative_to(folder).as_posix(): self.content(path) for path in under}
                yield Candidate(folder, "", None, contents)
