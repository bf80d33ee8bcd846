"""Submissions that are nearly the same, found without comparing each with each.

Passages that many in the class have are not looked at: for a small task there is one obvious answer, and whoever finds
it has copied nothing.  The numbers of `checker.reports.shapes` go to a file, not into memory.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

LEAST = 12  # numbers of a shape, about thirty tokens of one's own: less is no evidence
ALIKE = 0.8  # shared numbers, of all that either has
RARE_SHARED = 6  # shared numbers that hardly anybody else has
MOST_PAIRS = 20
COMMON = 10  # a passage that more than a tenth of the class has, or more than this many, is nobody's own


@dataclass(frozen=True)
class Alike:
    """Learners whose submissions are alike by `share` (0 to 1; 1 is the same but for names, layout and comments)."""

    learners: list[str]
    share: float


def alike(shapes: Iterable[tuple[str, list[int]]]) -> list[Alike]:
    """Those of the class that are alike, most alike first; `shapes` is gone through once."""
    with TemporaryDirectory(prefix="similar_") as folder, closing(sqlite3.connect(Path(folder, "shapes"))) as data:
        data.executescript(
            "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;"
            "CREATE TABLE learner (id INTEGER PRIMARY KEY, size INTEGER, same TEXT);"
            "CREATE INDEX same ON learner (same);"
            "CREATE TABLE number (number INTEGER, learner INTEGER, PRIMARY KEY (number, learner)) WITHOUT ROWID;"
        )
        names: list[str] = []
        for name, numbers in shapes:
            if len(numbers) < LEAST:
                continue
            key = " ".join(map(str, numbers))
            first = data.execute("SELECT 1 FROM learner WHERE same = ?", [key]).fetchone() is None
            data.execute("INSERT INTO learner VALUES (?, ?, ?)", [len(names), len(numbers), key])
            if first:  # one of those that are the same stands for all
                data.executemany("INSERT INTO number VALUES (?, ?)", [(number, len(names)) for number in numbers])
            names.append(name)
        return [*_same(data, names), *_near(data, names)][:MOST_PAIRS]


def _same(data: sqlite3.Connection, names: list[str]) -> list[Alike]:
    groups = data.execute(
        "SELECT group_concat(id) FROM learner GROUP BY same HAVING count(*) > 1 ORDER BY count(*) DESC, min(id)"
    )
    return [Alike([names[i] for i in sorted(map(int, ids.split(",")))], 1.0) for (ids,) in groups]


def _near(data: sqlite3.Connection, names: list[str]) -> list[Alike]:
    several = data.execute("SELECT count(DISTINCT learner) FROM number").fetchone()[0]
    common = max(2, min(COMMON, several // 10))
    pairs = data.execute(
        "WITH rare AS (SELECT number FROM number GROUP BY number HAVING count(*) BETWEEN 2 AND ?) "
        "SELECT a.learner, b.learner FROM rare JOIN number a USING (number) JOIN number b USING (number) "
        "WHERE a.learner < b.learner GROUP BY 1, 2 HAVING count(*) >= ? ORDER BY count(*) DESC, 1, 2 LIMIT ?",
        [common, RARE_SHARED, 10 * MOST_PAIRS],
    ).fetchall()
    found = []
    for one, other in pairs:
        shared = data.execute(
            "SELECT count(*) FROM number a JOIN number b USING (number) WHERE a.learner = ? AND b.learner = ?",
            [one, other],
        ).fetchone()[0]
        sizes = data.execute("SELECT sum(size) FROM learner WHERE id IN (?, ?)", [one, other]).fetchone()[0]
        share = shared / (sizes - shared)
        if share >= ALIKE:
            found.append(Alike([names[one], names[other]], share))
    return sorted(found, key=lambda pair: -pair.share)
