"""Near-identical submissions next to each other, what is the same in both marked."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from checker.entries import Entry, Refused, lay_out
from checker.reports.similar import Alike

MOST_LINES = 400


@dataclass(frozen=True)
class Pair:
    """The first two of those who are alike, and their lines: one's, the other's, and whether they are the same."""

    alike: Alike
    lines: list[tuple[str, str, bool]]


def side_by_side(found: list[Alike], entries: dict[str, Entry], lessons: list[str], exercises: Path) -> list[Pair]:
    """Each with the text of the first two, as far as it is still there; without files that are the stub."""
    return [
        Pair(alike, _lines(*[_text(entries.get(name), lessons, exercises) for name in alike.learners[:2]]))
        for alike in found
    ]


def _text(entry: Entry | None, lessons: list[str], exercises: Path) -> list[str]:
    if entry is None:
        return []
    lines: list[str] = []
    with TemporaryDirectory(prefix="submission_") as folder:
        try:
            lay_out(entry, Path(folder))
        except (Refused, OSError):
            return []
        for lesson in lessons:
            path, stub = Path(folder, f"{lesson}.py"), exercises / f"{lesson}.py"
            if path.exists() and not (stub.exists() and stub.read_bytes() == path.read_bytes()):
                lines += path.read_text(encoding="utf-8", errors="replace").splitlines()
    return lines[:MOST_LINES]


def _lines(one: list[str], other: list[str]) -> list[tuple[str, str, bool]]:
    rows: list[tuple[str, str, bool]] = []
    for kind, start, end, begin, finish in difflib.SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        left, right = one[start:end], other[begin:finish]
        longer = max(len(left), len(right))
        left, right = (lines + [""] * (longer - len(lines)) for lines in (left, right))
        rows += [(a, b, kind == "equal") for a, b in zip(left, right, strict=True)]
    return rows
