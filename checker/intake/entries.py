"""An entry of a class: the files of one learner, and what the exercises are as they are handed out."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from checker.intake.exercises import Exercises
from checker.intake.members import Refused
from checker.intake.platforms import Said
from workbook.files.exercise import MAIN, Exercise
from workbook.project import ROOT

__all__ = ["Entry", "NoFile", "Part", "Refused", "handed_out"]


class NoFile(Refused):
    """Nothing in it is an exercise that is asked for; the message says what it is instead."""


@dataclass(frozen=True)
class Part:
    """One file or folder of those that a learner's submission came in, and what they had called it."""

    path: Path
    name: str


@dataclass(frozen=True)
class Entry:
    """One learner's submission: a folder, an archive, a file, or several of these that belong together (`parts`)."""

    learner: str
    path: Path
    parts: tuple[Part, ...] = ()
    told: tuple[str, ...] = ()
    """What the learner is told of how it was received."""
    hints: tuple[str, ...] = ()
    """What the instructor alone is told: it may name others."""
    late: bool = False
    handed_in: str = ""
    said: Said = field(default_factory=Said)
    """What the platform's name of it says."""
    refused: str = ""
    """Why it is not graded, if that is known before it is opened."""
    within: str = ""
    """A pattern: of a folder only what is in these folders of it counts."""

    @property
    def returned(self) -> str:
        """What the name of a file begins with that Moodle or Canvas takes back for this person; else ""."""
        says = self.said
        if says.form == "Moodle":
            return f"{says.person}_{says.number}_assignsubmission_file_/"
        name = self.path.name
        return name.removesuffix(says.file) if says.form == "Canvas" and name.endswith(says.file) else ""

    @property
    def whole(self) -> tuple[Part, ...]:
        """All that it came in."""
        return self.parts or (Part(self.path, self.path.name),)


@cache
def handed_out() -> Exercises:
    """The exercises of this copy."""
    top = ROOT / "exercises"
    stems = {path.stem for path in top.glob("ex[0-9][0-9]_*.py")}
    packages = {path.parent.name for path in top.glob(f"ex[0-9][0-9]_*/{MAIN}")}
    return Exercises({stem: Exercise.find(top, stem).text() for stem in sorted(stems | packages)}, packages)
