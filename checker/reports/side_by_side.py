"""Near-identical submissions next to each other, what is the same in both marked."""

from __future__ import annotations

import difflib
from collections.abc import Callable
from dataclasses import dataclass

from checker.reports.similar import Alike

MOST_LINES = 400


@dataclass(frozen=True)
class Pair:
    """The first two of those who are alike, and their lines: one's, the other's, and whether they are the same."""

    alike: Alike
    lines: list[tuple[str, str, bool]]


def side_by_side(found: list[Alike], text: Callable[[str], str]) -> list[Pair]:
    """Each with the first two's `text`."""
    return [
        Pair(alike, _lines(*[text(name).splitlines()[:MOST_LINES] for name in alike.learners[:2]])) for alike in found
    ]


def _lines(one: list[str], other: list[str]) -> list[tuple[str, str, bool]]:
    rows: list[tuple[str, str, bool]] = []
    for kind, start, end, begin, finish in difflib.SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        left, right = one[start:end], other[begin:finish]
        longer = max(len(left), len(right))
        left, right = (lines + [""] * (longer - len(lines)) for lines in (left, right))
        rows += [(a, b, kind == "equal") for a, b in zip(left, right, strict=True)]
    return rows
