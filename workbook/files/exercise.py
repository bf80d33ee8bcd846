"""Where a lesson's exercise is: a file, `ex05_eager_loading.py`, or a folder of that name, a package with an `app.py`.

Nobody else puts such a path together.  Standard library only.
"""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

MAIN = "app.py"
MOST_ENTRIES = 300  # in a package's folders: more is no exercise, and nobody looks at it
SKIPPED = {"__pycache__", ".ipynb_checkpoints"}


class TooMuch(ValueError):
    """What is in a package that is in nobody's exercise: hundreds of files, or a link, which could lead anywhere."""


@dataclass(frozen=True)
class Exercise:
    """An answer to one lesson; `file` is the one whose functions the checks call."""

    file: Path

    @classmethod
    def find(cls, folder: Path, stem: str) -> Exercise:
        """The one named `stem` in a folder of exercises; where there are both, the file counts and not the package."""
        file, package = folder / f"{stem}.py", folder / stem
        return cls(package / MAIN if not file.exists() and package.is_dir() else file)

    @property
    def is_package(self) -> bool:
        """Whether it is a folder."""
        return self.file.name == MAIN

    @property
    def place(self) -> Path:
        """The file or the folder."""
        return self.file.parent if self.is_package else self.file

    @property
    def folder(self) -> Path:
        """The folder it is in, with the other exercises: imports begin there."""
        return self.place.parent

    @property
    def stem(self) -> str:
        """ "ex05_eager_loading"."""
        return self.place.name if self.is_package else self.file.stem

    @property
    def module(self) -> str:
        """The name by which the file is imported."""
        return f"{self.stem}.{self.file.stem}" if self.is_package else self.stem

    @property
    def name(self) -> str:
        """The file, as a learner is told of it: "ex05_eager_loading.py", "ex13_capstone/app.py"."""
        return self.file.relative_to(self.folder).as_posix()

    def files(self) -> list[Path]:
        """All files of it that are there, the main one first.  Raise TooMuch."""
        if not self.is_package:
            return [self.file] if self.file.exists() else []
        found = list(_files(self.place))
        return sorted(found, key=lambda path: (path != self.file, path))

    def sources(self, errors: str = "strict") -> dict[str, str]:
        """The text of each of its Python files, by its path from `folder`; without what cannot be read."""
        try:
            files = self.files()
        except TooMuch:
            files = [self.file]
        python = [path for path in files if path.suffix == ".py"]
        texts = {path.relative_to(self.folder).as_posix(): read(path, errors) for path in python}
        return {name: text for name, text in texts.items() if text}

    def text(self) -> str:
        """All its source, one file after another."""
        return "\n\n".join(self.sources().values())


def read(file: Path, errors: str = "strict") -> str:
    """The file's text, or "" if it cannot be read."""
    try:
        return file.read_text(encoding="utf-8", errors=errors)
    except (OSError, UnicodeDecodeError):
        return ""


def _files(package: Path) -> Iterator[Path]:
    number, pending = 0, [package]
    if package.is_symlink():
        raise TooMuch("a link")
    while pending:
        try:
            entries = list(itertools.islice(os.scandir(pending.pop()), MOST_ENTRIES + 1))
        except OSError:
            raise TooMuch("a folder that cannot be read") from None
        for entry in entries:
            number += 1
            if number > MOST_ENTRIES:
                raise TooMuch(f"more than {MOST_ENTRIES} files")
            if entry.is_symlink():
                raise TooMuch(f"a link, {entry.name}")
            if entry.is_dir():
                if entry.name not in SKIPPED:
                    pending.append(Path(entry.path))
            else:
                yield Path(entry.path)
