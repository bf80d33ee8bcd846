"""Grades many submissions in one run: `pytest checker --submissions DIR --report OUT`."""

from __future__ import annotations

from pathlib import Path

import pytest
from _pytest.runner import runtestprotocol

from checker import options
from checker.results import Result, as_data, write_json
from checker.running import BENCH, FOLDER


def pytest_runtestloop(session: pytest.Session) -> bool | None:
    config = session.config
    if not config.option.submissions or config.option.collectonly:
        return None
    out = config.invocation_params.dir / (config.option.report or "report")
    out.mkdir(parents=True, exist_ok=True)
    bench = config.stash[BENCH]
    for folder in sorted(path for path in options.folder(config, config.option.submissions).iterdir() if path.is_dir()):
        results = grade(session, folder)
        session.testsfailed += any(result.outcome != "passed" for result in results)
        kind = bench.databases.server.get_backend_name()
        write_json(out / f"{folder.name}.json", as_data(results, seed=bench.seed, database=kind))
    return True


def grade(session: pytest.Session, folder: Path) -> list[Result]:
    """The results of all collected checks for the submission in `folder`."""
    session.config.stash[FOLDER] = folder
    results = []
    for item in session.items:
        item._initrequest()  # type: ignore[attr-defined]  # the same check again, with new fixtures
        for report in runtestprotocol(item, log=False, nextitem=None):
            if hasattr(report, "result"):
                results.append(report.result)
    return results
