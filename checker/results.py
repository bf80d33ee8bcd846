"""What came of the checks, as data: the one model that everything told or written is made from."""

from __future__ import annotations

import json
import os
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

VERSION = 1


@dataclass(frozen=True)
class Result:
    """One check's result.

    `exercise` is the file's stem, `function` the learner's function that is judged, `check` the check's name,
    `sentence` its docstring's first paragraph, `outcome` one of `checker.verdicts.OUTCOMES`, `message` what the
    learner is told, `where` their line ("ex01_engine.py:21") or "", `points` what the check is worth,
    `misconception` what those who fail it usually do ("leave the N+1") or "", `seconds` how long it took.
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


def as_data(results: list[Result], *, seed: int, database: str) -> dict[str, Any]:
    """The results as data for JSON; `database` is the kind, "sqlite" or "postgresql"."""
    return {"version": VERSION, "seed": seed, "database": database, "results": [asdict(result) for result in results]}


def write(path: Path, text: str) -> None:
    """Write a file whole or not at all.  Raises OSError."""
    with tempfile.NamedTemporaryFile("w", dir=path.parent, delete=False, encoding="utf-8", newline="") as file:
        try:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        except BaseException:
            os.unlink(file.name)
            raise
    os.chmod(file.name, 0o644)
    os.replace(file.name, path)


def write_json(path: Path, data: dict[str, Any]) -> None:
    """Write data as JSON, whole or not at all.  Raises OSError."""
    write(path, json.dumps(data, indent=1, ensure_ascii=False) + "\n")
