"""Runs one check: a fresh database, a worker, the check itself, and a look at what was left behind."""

from __future__ import annotations

import asyncio
import inspect
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from checker.judge import room as rooms
from checker.judge.bench import Bench
from checker.judge.drawn import Drawn
from checker.judge.health import is_of_the_server, is_well
from checker.judge.link import END_OF_PROCESS, GRACE, SocketLink
from checker.judge.reaching import is_ordinary, reaches
from checker.judge.shop import Shop
from checker.judge.starved import Unserved, Waiting
from checker.judge.submission import Submission
from checker.judge.workers import Worker, Workers
from checker.wall.verdicts import NotSolved, Raised, TimedOut, Wrong
from workbook.files.exercise import Exercise
from workbook.files.removing import passing_folder
from workbook.project import ROOT

if TYPE_CHECKING:
    from sqlalchemy import URL

STARVED = 0.5  # of its time limit, that a check has waited for a processor


@dataclass
class Case:
    """What one check works with: the submission, and the shop it is judged by."""

    file: Path
    name: str
    empty: bool = False
    limit: float = 0.0
    """Seconds this check needs, where that is more than others may take."""
    preload: frozenset[str] = frozenset()
    deletes: bool = False
    """Whether rows that were there may be gone after it."""
    alone: bool = False
    """Whether it needs a worker that has done nothing before."""
    submission: Submission = field(default_factory=Submission)
    shop: Shop = field(default_factory=Shop)
    _in_kept_worker: bool = False

    def run(self, bench: Bench, check: Callable[..., Any], arguments: dict[str, Any]) -> None:
        """Run `check(**arguments)`; raise what it raises, and Wrong if the learner's code left something behind.

        What fails in a worker that has done checks before is judged again in a fresh one, so that whatever an earlier
        check has left there counts against nobody; and once more if it passes there, so that an answer that is right by
        chance has no better one.
        """
        try:
            self._once(bench, check, arguments)
            return
        except (NotSolved, TimedOut, Unserved):  # a hole stays one, and a hang costs its limit once
            raise
        except Exception:
            if not self._in_kept_worker:
                raise
        self.alone = True
        for _ in range(2):
            self.submission, self.shop = Submission(), Shop()
            mine = {"submission": self.submission, "shop": self.shop}
            self._once(bench, check, {name: mine.get(name, value) for name, value in arguments.items()})

    def _once(self, bench: Bench, check: Callable[..., Any], arguments: dict[str, Any]) -> None:
        # no part of it depends on the other checks, nor on the order they run in
        self.shop.random = Drawn(f"{bench.seed} {self.name}")
        try:
            asyncio.run(self._run(bench, check, arguments))
        except Raised as problem:
            if not bench.alone and is_of_the_server(problem):
                raise Unserved(f"the server could not serve all that are graded at once: {problem}") from problem
            raise
        except (NotSolved, AssertionError, TimedOut, Unserved):
            raise
        except Exception as problem:
            # else a submission could take out of its total whatever it fails, by sending what no check can read
            if not self.submission.asked or bench.workers is None or not asyncio.run(is_well(bench)):
                raise
            if not bench.alone and is_of_the_server(problem):  # whose doing that is, is seen when the others are gone
                raise
            raise Wrong(
                "after your code had run, the check could not go on: what came back, or what is in the database now, "
                f"has not the form it reads.  {type(problem).__name__}: {_first_line(problem)}"
            ) from problem

    async def _run(self, bench: Bench, check: Callable[..., Any], arguments: dict[str, Any]) -> None:
        async with AsyncExitStack() as stack:

            async def renew() -> None:
                await stack.aclose()
                await stack.enter_async_context(self._at_work(bench, fresh=True))

            self.submission.renew = renew
            self.submission.read_source = self._read_source
            await stack.enter_async_context(self._at_work(bench, fresh=self.alone))
            limit = None if bench.workers is None else max(self.limit, bench.limit)
            try:
                async with asyncio.timeout(None if limit is None else limit + 2 * GRACE):
                    await self._judge(check, arguments)
            except TimeoutError:
                raise TimedOut(f"the check itself was not done after {limit:g} s") from None

    @asynccontextmanager
    async def _at_work(self, bench: Bench, fresh: bool) -> AsyncIterator[None]:
        """A database, and the learner's code at work on it."""
        worker, room = None, None
        if bench.workers is not None:
            worker = bench.workers.hire(Exercise(self.file).folder, self.preload, fresh)
            self._in_kept_worker, room = worker.kept, worker.room
        async with bench.databases.fresh(empty=self.empty, folder=room) as made:
            url = bench.databases.lent(made)  # the judge too: what it makes there, the learner's code may use
            limit = max(self.limit, bench.limit)
            engine = await self.shop.open(url, limit + GRACE, bench.roving)
            if bench.counters is not None:
                from checker.judge.counters import Ledger

                self.submission.ledger = Ledger(bench.counters, str(url.database))
                self.submission.ledger.keep(engine)
            database = url.render_as_string(hide_password=False)
            cutting = asyncio.create_task(_cut_off(bench, made, limit + 3 * GRACE))
            try:
                with passing_folder("check_", room) as scratch:
                    setup = {"file": str(self.file), "database": database, "scratch": str(scratch), "limit": limit}
                    if bench.workers is not None and worker is not None:
                        async with self._behind_the_wall(bench, bench.workers, worker, setup):
                            yield
                    else:
                        assert bench.direct is not None, "there are no workers, and no other way to the learner's code"
                        async with bench.direct(setup) as link:
                            self.submission.connect(link)
                            yield
            finally:
                try:
                    await self.shop.close()
                finally:
                    cutting.cancel()

    @asynccontextmanager
    async def _behind_the_wall(
        self, bench: Bench, workers: Workers, worker: Worker, setup: dict[str, Any]
    ) -> AsyncIterator[None]:
        setup["room"] = str(worker.room)
        keep = False
        waiting = None if bench.alone else Waiting(worker.pid, "self")
        try:
            async with SocketLink(worker.sock.dup(), worker.pid, setup) as link:
                self.submission.connect(link)
                looking = asyncio.create_task(rooms.look(worker.room, link.give_up))
                try:
                    yield
                finally:
                    looking.cancel()
            keep = is_ordinary(self.file)
        except TimedOut as late:
            if waiting is not None and waiting.seconds() > setup["limit"] * STARVED:
                raise Unserved("the processors could not serve all that are graded at once") from late
            raise
        except Raised as raised:
            if raised.names == [END_OF_PROCESS] and workers.dismiss() == -signal.SIGSEGV:
                raised.clues["cause"] = "crash"
            raise
        finally:
            if not keep:
                workers.dismiss()

    async def _judge(self, check: Callable, arguments: dict[str, Any]) -> None:
        result = check(**arguments)
        if inspect.isawaitable(result):
            await result
        left = await self.submission.leftovers()  # asked first: with it comes what the code has replaced
        self._believe()
        if left:
            raise Wrong("the check itself held, but something was left behind:\n" + "\n".join(left[:5]))
        # what is compared with what is in the database proves nothing when that was emptied first
        if not self.deletes and (lost := await self.shop.lost()):
            raise Wrong(
                f"the check itself held, but rows that were there before are gone: of these are left {', '.join(lost)}"
            )

    def _believe(self) -> None:
        """Raise Wrong if the check has taken the worker's word, and the learner's file reaches into the worker."""
        if self.submission.changed:
            names = ", ".join(self.submission.changed)[:200]
            raise Wrong(f"your code replaces {names}: what it does can then be judged no more.  Leave it as it was")
        if self.submission.hidden and (self.submission.counted or self.submission.took_word):
            told = "\n".join(f"  {times} times {sql}" for times, sql in self.submission.hidden.values())
            raise Wrong(f"statements have gone past SQLAlchemy, and this check counts those it sends:\n{told}")
        self._read_source()

    def _read_source(self) -> None:
        place = ""
        if self.submission.counted:
            place = reaches(self.file, Exercise.find(ROOT / "solutions", Exercise(self.file).stem).file)
        elif self.submission.took_word:
            place = reaches(self.file)
        if place:
            raise Wrong(
                f"{place} reaches into the process that runs it.  This check asks that process what has happened, and "
                "so nobody can tell whether the answer is right: no exercise needs this, take it out"
            )


async def _cut_off(bench: Bench, made: URL, seconds: float) -> None:
    """End the database's sessions when time is over: what runs in one may refuse to be cancelled."""
    await asyncio.sleep(seconds)
    if bench.workers is not None:  # a debugger takes its time
        await bench.databases.cut_off(made)


def _first_line(problem: Exception) -> str:
    return (str(problem).splitlines() or [""])[0][:300]
