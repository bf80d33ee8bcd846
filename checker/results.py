"""What came of the checks, as data: the one model that everything told or written is made from."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, TextIO

VERSION = 1


@dataclass(frozen=True)
class Result:
    """One check's result.

    `exercise` is the file's stem, `function` the learner's function that is judged, `check` the check's name,
    `sentence` its docstring's first paragraph, `outcome` one of `checker.verdicts.OUTCOMES`, `message` what the
    learner is told, `where` their line ("ex01_engine.py:21") or "", `points` what the check is worth,
    `misconception` what those who fail it usually do ("leave the N+1") or "", `seconds` how long it took.

    `message` may hold values that the check compares with.  The same without them, for a class (`checker.story`):
    `called` the last calls and what came of them, `happened` what went wrong, `expected` the check's `assert`,
    `statements` the SQL with the learner's lines, `hint` one sentence; each may be empty.
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


def as_data(results: list[Result], *, seed: int, database: str) -> dict[str, Any]:
    """The results as data for JSON; `database` is the kind, "sqlite" or "postgresql"."""
    return {"version": VERSION, "seed": seed, "database": database, "results": [asdict(result) for result in results]}


@contextmanager
def writing(path: Path, *, encoding: str = "utf-8", durable: bool = True) -> Iterator[TextIO]:
    """A file to write to that stands at `path` when the block has ended, and not at all if it fails.  Raises OSError.

    `durable`: also if the machine stops right then; what can be made again need not be.
    What cannot be encoded, as a lone surrogate, is written as in "\\udcff", which JSON reads back.
    """
    file = tempfile.NamedTemporaryFile(  # noqa: SIM115  # the block below closes it, before it is renamed
        "w", dir=path.parent, prefix=".", delete=False, encoding=encoding, errors="backslashreplace", newline=""
    )
    try:
        with file:
            yield file  # type: ignore[misc]  # it is one in all but its class
            if durable:
                file.flush()
                os.fsync(file.fileno())
        os.chmod(file.name, 0o644)
        os.replace(file.name, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(file.name)
        raise


def write(path: Path, text: str, *, durable: bool = True) -> None:
    """Write a file whole or not at all.  Raises OSError."""
    with writing(path, durable=durable) as file:
        file.write(text)


def write_json(path: Path, data: dict[str, Any], *, durable: bool = True) -> None:
    """Write data as JSON, whole or not at all.  Raises OSError."""
    write(path, json.dumps(data, indent=1, ensure_ascii=False) + "\n", durable=durable)
