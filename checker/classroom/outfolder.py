"""The folder that a class's results go to: one run at a time, and only a run that fits what is there."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from checker.judge import options
from checker.judge.running import BENCH
from checker.wall.results import VERSION
from workbook.files.removing import remove
from workbook.files.whole import write_json
from workbook.project import ROOT


def place(config: pytest.Config) -> Path:
    """The folder of `--report`."""
    return (config.invocation_params.dir / Path(config.option.report or "report").expanduser()).resolve()


def prepare(out: Path) -> None:
    """Make the folder if need be.  Raises pytest.UsageError if it cannot be written to."""
    try:
        (out / "learners").mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise pytest.UsageError(
            f"The results cannot be written to {out} ({problem.strerror}): give another --report."
        ) from None
    if not os.access(out, os.W_OK):
        raise pytest.UsageError(f"The results cannot be written to {out}: give another --report.")


@contextmanager
def locked(out: Path) -> Iterator[None]:
    """Keep other runs from writing to `out` meanwhile.  Raises pytest.UsageError if one does already."""
    from filelock import FileLock, Timeout

    lock = FileLock(out / ".lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise pytest.UsageError(f"Another run writes to {out}: wait for it, or give another --report.") from None
    except OSError as problem:
        raise pytest.UsageError(f"The results cannot be written to {out}: {problem.strerror}.") from None
    try:
        yield
    finally:
        lock.release()


@contextmanager
def full(out: Path) -> Iterator[None]:
    """Say in a sentence that something could not be written to `out`.  Raises pytest.UsageError for an OSError."""
    try:
        yield
    except OSError as problem:
        raise pytest.UsageError(
            f"The results cannot be written to {out} ({problem.strerror}).  What is there stays good: "
            "make room, and give the same command again."
        ) from None


def begin(config: pytest.Config, out: Path, checks: list[str]) -> dict[str, Any]:
    """What this run is: version, seed, database and checks, as `out` had it or as the options say.

    Raises pytest.UsageError when results of another run, made in another way, are there already.
    """
    path = out / "run.json"
    wanted = {
        "version": VERSION,
        "database": config.stash[BENCH].databases.server.get_backend_name(),
        "time_limit": config.option.time_limit,
        "checks": checks,
        "checker": _fingerprint(),
    }
    if config.option.fresh:
        for folder in ("learners", "feedback"):
            remove(out / folder)
        (out / "learners").mkdir()
        path.unlink(missing_ok=True)
    before = _read(path)
    if before is not None:
        seed = before.get("seed")
        differing = [name for name in wanted if before.get(name) != wanted[name]]
        if config.option.seed not in (None, seed):
            differing.append("seed")
        if differing:
            raise pytest.UsageError(
                f"{out} holds the results of a run with another {' and '.join(differing)}: "
                "give another --report, or --fresh to start over."
            )
        return before
    run = {**wanted, "seed": options.seed(config)}
    write_json(path, run)
    return run


def _fingerprint() -> str:
    """Of the checks and all that they work with: after a change, earlier results are not comparable."""
    digest = hashlib.sha256()
    for folder in ("checker", "workbook"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            if "reports" not in path.parts:
                digest.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _read(path: Path) -> dict[str, Any] | None:
    try:
        return dict(json.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return None
    except (OSError, ValueError):
        return {}
