"""The plug-in of `pytest checker`, named in pyproject.toml: the one place that knows both sides of the wall.

It imports next to nothing and starts what workers come from, which then imports what it needs while this process does
the same with the rest of the checker.
"""

from __future__ import annotations

import gc

import pytest

from checker.judge.forked import Nursery
from checker.judge.options import pytest_addoption, pytest_report_header, settle
from checker.judge.spawned import Spawned
from checker.judge.workers import DIRECT, WORKERS
from workbook.project import ROOT

__all__ = ["pytest_addoption", "pytest_cmdline_main", "pytest_configure", "pytest_report_header", "pytest_unconfigure"]


def pytest_cmdline_main(config: pytest.Config) -> int | None:
    if config.option.live:
        from checker.classroom.live import follow

        return follow(config)
    if not config.option.compare:
        return None
    from checker.reports.compare import NoReport, compare, read

    try:
        told = compare(*(read(config.invocation_params.dir / each) for each in config.option.compare))
    except NoReport as problem:
        raise pytest.UsageError(str(problem)) from None
    print(*told, sep="\n")
    return pytest.ExitCode.OK


def pytest_configure(config: pytest.Config) -> None:
    asked = config.option
    if "checker" in config.args and not (config.invocation_params.dir / "checker").exists():
        raise pytest.UsageError(f"There is no folder checker/ here: give the command in {ROOT}.")
    if (config.rootpath / "checker" / "plugin.py").exists() and not config.rootpath.samefile(ROOT):
        raise pytest.UsageError(
            f"These checks belong to the copy of the workbook in {config.rootpath}, and the checker to the one in "
            f"{ROOT}: give the command in the folder of the copy that you mean."
        )
    settle(config)
    if asked.in_process:
        from checker.worker.in_process import in_process

        config.stash[DIRECT] = in_process
    elif not (asked.collectonly or asked.help or asked.version or WORKERS in config.stash):
        config.stash[WORKERS] = Nursery() if asked.start_method == "fork" else Spawned()
    more = ["telling.sent"] * bool(asked.sent) + ["telling.evidence"] * asked.explain
    classroom = ["classroom.classroom"] if asked.submissions or asked.grader else []
    for name in ("judge.running", "telling.telling", "telling.terminal", *more, *classroom):
        config.pluginmanager.import_plugin(f"checker.{name}")


def pytest_unconfigure(config: pytest.Config) -> None:
    if WORKERS in config.stash:
        config.stash[WORKERS].close()
    gc.freeze()  # the process ends: neither pytest nor Python need look through all there is once more
