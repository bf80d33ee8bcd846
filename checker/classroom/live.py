"""`--live`: while a workshop runs, a page that follows the folder which learners' files arrive in.

Whenever something arrives, the same command without `--live` grades what is new, in a process of its own: there is one
way to grade a class.  Here only its report is served, and the page told that it has changed.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from watchfiles import Change, awatch

from checker.classroom import live_page, outfolder
from checker.intake.arrivals import entries
from checker.judge import options
from checker.reports import one_line

MINE = ("--live", "--live-at")
GATHER = 1000  # milliseconds: files that arrive together are graded together


def follow(config: pytest.Config) -> int:
    """Serve and grade until Ctrl-C.  Raises pytest.UsageError, also where the first grading does."""
    if not config.option.submissions:
        raise pytest.UsageError("--live follows a class: name its folder with --submissions.")
    folder, out = options.folder(config, config.option.submissions, options.ENTRIES), outfolder.place(config)
    if folder == out:
        raise pytest.UsageError("The results cannot go among the submissions: give --report another folder.")
    given = config.option.live_at
    try:
        sock = live_page.listening(given)
    except (OSError, ValueError) as problem:
        raise pytest.UsageError(f"{given} cannot be served at ({problem}): give --live-at HOST:PORT.") from None
    with sock:
        asyncio.run(Live(config, folder, out).go_on(live_page.Server(out, sock)))
    print(f"The report is in {out}")
    return pytest.ExitCode.OK


class Live:
    """Grades the class in `folder` into the report `out`, again and again."""

    def __init__(self, config: pytest.Config, folder: Path, out: Path):
        self.folder, self.out, self.top = folder, out, config.invocation_params.dir
        self.arguments = without(config.invocation_params.args)

    async def go_on(self, server: live_page.Server) -> None:
        """Grade and serve until Ctrl-C or SIGTERM."""
        ended = asyncio.Event()
        with contextlib.suppress(NotImplementedError):  # on Windows Ctrl-C cancels us
            for sign in (signal.SIGINT, signal.SIGTERM):
                asyncio.get_running_loop().add_signal_handler(sign, ended.set)
        print(f"The workshop is at {server.url}  (Ctrl-C ends it)", flush=True)
        tasks = [asyncio.create_task(each) for each in (server.serve(), self._rounds(server), ended.wait())]
        try:
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
        finally:
            server.close()
            for task in tasks[1:]:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _rounds(self, server: live_page.Server) -> None:
        first = True
        async for _ in self._arrivals():
            with contextlib.suppress(OSError):  # which the class run says
                if not entries(self.folder).beside(self.out).entries:
                    continue
            status, said, problem = await self._grade()
            if status == pytest.ExitCode.USAGE_ERROR and first:
                raise pytest.UsageError(problem)
            first = False
            self.arguments = [each for each in self.arguments if each != "--fresh"]
            for line in [problem] if problem else [each for each in said if "submissions are graded" in each]:
                print(f"{time.strftime('%H:%M:%S')} {one_line(line)}", flush=True)
            server.show(problem)

    async def _arrivals(self) -> AsyncIterator[None]:
        """Once, and then whenever something is written to the folder; what the report holds aside."""

        def is_theirs(_: Change, path: str) -> bool:
            return not Path(path).is_relative_to(self.out)

        changes = awatch(self.folder, watch_filter=is_theirs, debounce=GATHER, yield_on_timeout=True, rust_timeout=500)
        looked = False
        async for found in changes:  # the first comes without a change: what was there before is not missed
            if found or not looked:
                looked = True
                yield

    async def _grade(self) -> tuple[int, list[str], str]:
        """Exit status, what was said, and what went wrong, of the class run over what is there now."""
        run = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "pytest", *self.arguments),
            cwd=self.top,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            start_new_session=True,  # Ctrl-C is for us; we tell it
        )
        try:
            said, problem = await run.communicate()
        except asyncio.CancelledError:
            with contextlib.suppress(ProcessLookupError):
                run.send_signal(signal.SIGINT if os.name != "nt" else signal.SIGTERM)
            await run.wait()
            raise
        assert run.returncode is not None
        failed = run.returncode not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED)
        last = problem.decode("utf-8", "replace").strip().removeprefix("ERROR: ").splitlines()
        return run.returncode, said.decode("utf-8", "replace").splitlines(), " ".join(last) if failed else ""


def without(arguments: tuple[str, ...] | list[str]) -> list[str]:
    """A command's arguments without those of `--live`."""
    kept: list[str] = []
    skip = False
    for each in map(str, arguments):
        if not skip and each.partition("=")[0] not in MINE:
            kept.append(each)
        skip = each == "--live-at"
    return kept
