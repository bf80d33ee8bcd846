"""What came of the checks, as data: the one model that everything told or written is made from."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

VERSION = 1


@dataclass(frozen=True)
class Result:
    """One check's result.

    `exercise` is the file's stem, `function` the learner's function that is judged, `check` the check's name,
    `sentence` its docstring's first paragraph, `outcome` one of `checker.wall.verdicts.OUTCOMES`, `message` what the
    learner is told, `where` their line ("ex01_engine.py:21") or "", `points` what the check is worth,
    `misconception` what those who fail it usually do ("leave the N+1") or "", `seconds` how long it took.

    `unloaded` says that the file could not be imported, and so nothing of the check itself.

    `message` may hold values that the check compares with.  The same without them, for a class
    (`checker.telling.story`): `called` the last calls and what came of them, `happened` what went wrong, `expected`
    the check's `assert`, `statements` the SQL with the learner's lines, `hint` one sentence; each may be empty.
    """

    exercise: str
    function: str
    check: str
    sentence: str
    outcome: str
    message: str
    where: str
    points: float
    misconception: str
    seconds: float
    called: list[str] = field(default_factory=list)
    happened: str = ""
    expected: str = ""
    statements: str = ""
    hint: str = ""
    unloaded: bool = False


def as_data(results: list[Result], *, seed: int, database: str, saved: dict[str, str] | None = None) -> dict[str, Any]:
    """The results as data for JSON; `database` is the kind, "sqlite" or "postgresql".

    `saved` says for an exercise of the learner's own which state of it was judged ("as saved 8 s ago").
    """
    data = {"version": VERSION, "seed": seed, "database": database, "results": [asdict(result) for result in results]}
    return {**data, "saved": saved} if saved else data
