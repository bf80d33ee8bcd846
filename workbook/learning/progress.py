"""What was solved, in a small SQLite file of the learner's own under `.workbook/`: nothing is sent anywhere."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from workbook.files.exercise import Exercise
from workbook.learning import source
from workbook.learning.lessons import Check, Lesson, lesson, lessons

PASSED, NOT_SOLVED = "passed", "not solved yet"
SOLVED, AGAIN, IN_WORK, UNTOUCHED = "solved", "broken again", "in work", "untouched"
TABLES = """
CREATE TABLE IF NOT EXISTS checks (exercise TEXT, name TEXT, function TEXT, outcome TEXT, at REAL,
    PRIMARY KEY (exercise, name));
CREATE TABLE IF NOT EXISTS solved (exercise TEXT, function TEXT, at REAL, PRIMARY KEY (exercise, function));
CREATE TABLE IF NOT EXISTS judged (exercise TEXT, name TEXT, state TEXT, PRIMARY KEY (exercise, name));
CREATE TABLE IF NOT EXISTS hints (exercise TEXT, name TEXT, level INTEGER, PRIMARY KEY (exercise, name));
"""


@dataclass(frozen=True)
class Row:
    """Where one is in a lesson: for each of its functions "solved", "broken again", "in work" or "untouched"."""

    lesson: Lesson
    states: dict[str, str]

    @property
    def done(self) -> int:
        return list(self.states.values()).count(SOLVED)

    def __str__(self) -> str:
        bar = "".join({SOLVED: "█", UNTOUCHED: "·"}.get(state, "▒") for state in self.states.values())
        told = f"{self.lesson.number} {self.lesson.title:<22} {bar:<10} {self.done} of {len(self.states)} solved"
        more = {state: [f"{name}()" for name, its in self.states.items() if its == state] for state in (AGAIN, IN_WORK)}
        return told + "".join(f", {state}: {', '.join(names)}" for state, names in more.items() if names)


class Progress:
    """The learner's record of the project at `root`.  A file that is damaged is set aside, and `said` says so."""

    def __init__(self, root: Path):
        self.root = root
        self.file = root / ".workbook" / "progress.sqlite"
        self.said = ""

    def record(self, results: Iterable[tuple[str, str, str, str]]) -> None:
        """Keep the outcomes of a run: (exercise, function, check, outcome) for each check."""
        rows = list(results)
        now = time.time()
        with self._open() as connection:
            connection.executemany(
                "INSERT OR REPLACE INTO checks (exercise, function, name, outcome, at) VALUES (?, ?, ?, ?, ?)",
                [(*row, now) for row in rows],
            )
            connection.executemany(
                "DELETE FROM hints WHERE exercise = ? AND name = ?",
                [(exercise, name) for exercise, _, name, outcome in rows if outcome == PASSED],
            )
            for stem in {exercise for exercise, *_ in rows}:
                each = lesson(self.root / "checker" / f"test_{stem}.py")
                known = self._outcomes(connection, each)
                for function in each.functions:
                    if _all_passed(each, function, known):
                        connection.execute("INSERT OR IGNORE INTO solved VALUES (?, ?, ?)", (each.stem, function, now))

    def judged(self, exercise: str, names: list[str], state: str) -> bool:
        """Keep that these checks have judged this state of an exercise; whether all had judged the same before."""
        with self._open() as connection:
            known = dict(connection.execute("SELECT name, state FROM judged WHERE exercise = ?", (exercise,)))
            rows = [(exercise, name, state) for name in names]
            connection.executemany("INSERT OR REPLACE INTO judged VALUES (?, ?, ?)", rows)
            return bool(names) and {known.get(name) for name in names} == {state}

    def last(self) -> str:
        """The exercise of the last verdict, or ""."""
        with self._open() as connection:
            return next((name for (name,) in connection.execute("SELECT exercise FROM checks ORDER BY at DESC")), "")

    def row(self, lesson: Lesson) -> Row:
        """One lesson's row."""
        with self._open() as connection:
            return self._row(connection, lesson)

    def rows(self) -> list[Row]:
        """Every lesson's row, in order."""
        with self._open() as connection:
            return [self._row(connection, each) for each in lessons(self.root)]

    def _row(self, connection: sqlite3.Connection, lesson: Lesson) -> Row:
        known = self._outcomes(connection, lesson)
        found = connection.execute("SELECT function FROM solved WHERE exercise = ?", (lesson.stem,))
        once = {name for (name,) in found}
        holes = source.holes(Exercise.find(self.root / "exercises", lesson.stem).text())
        return Row(lesson, {name: self._state(lesson, name, known, once, holes) for name in lesson.functions})

    def failed(self, lesson: Lesson, function: str = "") -> Check | None:
        """The first check that did not pass the last time, or has not been tried; of one function if it is given."""
        with self._open() as connection:
            known = self._outcomes(connection, lesson)
        asked = [check for check in lesson.checks if function in ("", check.function)]
        tried = [check for check in asked if known.get(check.name, PASSED) != PASSED]
        waiting = [check for check in asked if check.name not in known and not check.database]
        return next(iter([*tried, *waiting]), None)

    def next_level(self, lesson: Lesson, check: Check, most: int) -> int:
        """The level of the next hint for a check: 1 the first time, then one more, up to `most`."""
        with self._open() as connection:
            key = (lesson.stem, check.name)
            [before] = connection.execute(
                "SELECT coalesce(max(level), 0) FROM hints WHERE exercise = ? AND name = ?", key
            ).fetchone()
            level = min(before + 1, most)
            connection.execute("INSERT OR REPLACE INTO hints VALUES (?, ?, ?)", (*key, level))
            return level

    def level(self, lesson: Lesson, function: str) -> int:
        """The highest level of a hint that was given for a function's checks; 0 for none."""
        names = [check.name for check in lesson.checks if check.function == function]
        with self._open() as connection:
            given = dict(connection.execute("SELECT name, level FROM hints WHERE exercise = ?", (lesson.stem,)))
        return max((given.get(name, 0) for name in names), default=0)

    def _state(self, lesson: Lesson, function: str, known: dict[str, str], once: set[str], holes: set[str]) -> str:
        if function in holes:
            tried = {known.get(check.name, NOT_SOLVED) for check in lesson.checks if check.function == function}
            return UNTOUCHED if tried <= {PASSED, NOT_SOLVED} else IN_WORK  # passed: before it was begun again
        if _all_passed(lesson, function, known):
            return SOLVED
        return AGAIN if function in once else IN_WORK

    @staticmethod
    def _outcomes(connection: sqlite3.Connection, lesson: Lesson) -> dict[str, str]:
        return dict(connection.execute("SELECT name, outcome FROM checks WHERE exercise = ?", (lesson.stem,)))

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        self.file.parent.mkdir(exist_ok=True)
        try:
            connection = self._connect()
        except sqlite3.DatabaseError as problem:
            if isinstance(problem, sqlite3.OperationalError):  # locked, or no room: it is not damaged
                raise
            aside = self.file.with_name(f"progress-damaged-{time.strftime('%Y%m%d-%H%M%S')}.sqlite")
            self.file.replace(aside)
            self.said = f"The record of your progress could not be read: it is kept as .workbook/{aside.name}."
            connection = self._connect()
        with closing(connection), connection:  # one transaction: kept whole or not at all
            yield connection

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self.file, timeout=10)
        try:
            connection.executescript(TABLES)
        except BaseException:
            connection.close()
            raise
        return connection


def _all_passed(lesson: Lesson, function: str, known: dict[str, str]) -> bool:
    """Whether every check of a function passed the last time; one that exists on another database need not have run."""
    its = [check for check in lesson.checks if check.function == function]
    outcomes = [known.get(check.name, PASSED if check.database else "") for check in its]
    return bool(its) and any(check.name in known for check in its) and set(outcomes) == {PASSED}
