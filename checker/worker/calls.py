"""What a worker does for one check: call the learner's functions, run probes, look at what was left behind."""

from __future__ import annotations

import asyncio
import importlib
import inspect
import time
from collections.abc import Callable
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

from sqlalchemy.engine import FilterResult, Result
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker

from checker.wall import wire
from checker.wall.fault import Fault
from checker.wall.peak import own_peak
from checker.wall.verdicts import LOADING, NotSolved, Wrong
from checker.worker import learner, suite
from checker.worker.changed import Originals
from checker.worker.faults import Faults
from checker.worker.learner import Learner
from checker.worker.leftovers import Leftovers
from checker.worker.meeting import Meeting
from workbook.cause import cause, open_call, watched_task
from workbook.clues.reading import read as read_clues
from workbook.database import make_engine
from workbook.gate import Gate


class Calls:
    """One check's worth of the learner's code, on one database and one event loop.

    `answer` takes a message of the judge and gives the reply; both are dicts of plain data:

    - `{"do": "call", "with": {"name": …, "args": …, "plain": bool, "commit": bool}}`
    - `{"do": "probe", "with": {"name": …, "args": …}}`
    - `{"do": "serve", "with": {"name": …, "args": …}}`, later `{"do": "look"}` and `{"do": "stop"}`
    - `{"do": "fault", "with": {"kind": …, "nth": …, "verb": …, "reason": …}}` (`checker.worker.faults`)
    - `{"do": "meet", "with": {"verb": …, "parties": …, "patience": …}}`, `met`, `part` (`checker.worker.meeting`)
    - `{"do": "gate_closed", "with": {"verb": …, "seconds": …}}`, `standing`, `let`, `gate_open` (`workbook.gate`)
    - `{"do": "tests", "with": {}}` and `{"do": "test", "with": {"name": …}}` (`checker.worker.suite`)
    - `{"do": "leftovers", "with": {}}`

    A reply has `outcome` ("returned", "not solved yet", "wrong" or "raised"), what belongs to it, the part of the
    trace that is new, and this process's peak of memory before and after.
    """

    def __init__(self, file: Path, database: str, scratch: Path, originals: Originals, ask: suite.Ask = suite.nobody):
        self.ask = ask
        self.scratch = scratch
        self.learner = Learner(file)
        self.database = database
        self.originals = originals
        self.recorder = originals.recorder
        self.recorder.renew(self.learner.is_theirs)
        originals.driver.accounts.clear()
        self.faults = Faults(self.recorder)
        self.leftovers = Leftovers(self.recorder)
        self._meeting: Meeting | None = None
        self._gate = Gate(only_caused=True)
        self._told = 0
        self._engine: AsyncEngine | None = None

    def __enter__(self) -> Calls:
        self.leftovers.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        self.leftovers.__exit__(None, None, None)
        self.faults.clear()
        if self._meeting is not None:
            self._meeting.close()
        self._gate.forget()

    async def answer(self, request: dict[str, Any]) -> dict[str, Any]:
        """The reply to one request; whatever the learner's code raises is part of the reply."""
        token = cause.set("")
        began, peak = time.perf_counter(), own_peak()
        try:
            if request["do"] != "leftovers":
                self.learner.load()
            reply = {"outcome": "returned", "value": await getattr(self, "_" + request["do"])(**request["with"])}
        except asyncio.CancelledError as problem:
            if asyncio.current_task() not in self.faults.cancelled:  # the worker itself comes to its end
                raise
            reply = self._told_as(problem)
        except BaseException as problem:
            reply = self._told_as(problem)
        finally:
            cause.reset(token)
        reply["seconds"] = time.perf_counter() - began
        reply["peaks"] = [peak, own_peak()]
        if request["do"] != "call":  # which may be many; what a call replaces is seen with the next question
            reply["changed"] = self.originals.changed(self._gate)
        reply["hidden"] = self.originals.driver.hidden()
        reply["trace"] = self.recorder.trace.since(self._told).to_plain()
        self._told = len(self.recorder.trace)
        return reply

    def _told_as(self, problem: BaseException) -> dict[str, Any]:
        if isinstance(problem, NotSolved):
            return {"outcome": "not solved yet", "why": str(problem), "where": ""}
        if self.learner.is_hole(problem):
            where = self.learner.frames(problem)[-1]["where"]
            return {"outcome": "not solved yet", "why": self.learner.task(problem), "where": where}
        if isinstance(problem, Wrong) or (isinstance(problem, AssertionError) and not self.learner.frames(problem)):
            return {"outcome": "wrong", "why": str(problem)}
        if (
            problem.__context__ is not None
            and not self.learner.frames(problem)
            and self.learner.frames(problem.__context__)
        ):
            problem = problem.__context__  # closing the session failed too: what they raised comes first
        return {
            "outcome": "raised",
            "names": learner.names(problem),
            "message": learner.message(problem),
            "frames": self.learner.frames(problem),
            "clues": read_clues(problem, self.recorder.trace, self.learner.is_theirs) | self._when(),
        }

    def _when(self) -> dict[str, Any]:
        return {LOADING: True} if self.learner.loading else {}

    # -- calls ------------------------------------------------------------------------------------------------------

    async def _call(self, name: str, args: dict[str, Any], plain: bool = False, commit: bool = False) -> Any:
        function = getattr(self.learner, name)
        cause.set(f"{name}()")
        watched_task.set(asyncio.current_task())
        async with AsyncExitStack() as stack:
            stack.enter_context(open_call(f"{name}()"))
            arguments = await self._supply(name, function, wire.from_plain(args), stack)
            result = function(**arguments)
            if plain and inspect.isawaitable(result):
                _discard(result)
                raise Wrong(f"{name}() must be a plain function: `def`, not `async def`")
            if not plain:
                if not inspect.isawaitable(result):
                    raise Wrong(f"{name}() must be `async def`: the caller awaits it")
                result = await result
            if inspect.iscoroutine(result):
                missing = result.__qualname__
                _discard(result)
                raise Wrong(f"{name}() returned a coroutine, {missing}(): an `await` is missing")
            value = self._sent(name, result)
            if commit:
                await arguments["session"].commit()
            return value

    async def _probe(self, name: str, args: dict[str, Any]) -> Any:
        probes = importlib.import_module(f"checker.probes.{self.learner.exercise.stem}")
        cause.set(f"probe {name}")
        watched_task.set(asyncio.current_task())
        async with AsyncExitStack() as stack:
            arguments = {**wire.from_plain(args), "learner": self.learner}
            function = getattr(probes, name)
            return wire.to_plain(await function(**await self._supply(name, function, arguments, stack)))

    async def _supply(
        self, name: str, function: Callable, given: dict[str, Any], stack: AsyncExitStack
    ) -> dict[str, Any]:
        """The arguments of a call: what the check gave, and the engine, the factory or the session it asks for."""
        try:
            signature = inspect.signature(function)
        except (TypeError, ValueError):
            raise Wrong(f"{name}() cannot be called with keywords") from None
        supplied: dict[str, Any] = {}
        wanted = [parameter for parameter in signature.parameters if parameter not in given]
        if "database_url" in wanted:
            supplied["database_url"] = self.database
        if "engine" in wanted:
            supplied["engine"] = self.engine
        if "make_session" in wanted:
            supplied["make_session"] = self._make_session()
        if "session" in wanted:
            # closed without commit: what the function did not commit is gone
            supplied["session"] = await stack.enter_async_context(self._make_session()())
        try:
            signature.bind(**supplied, **given)
        except TypeError as problem:
            ours = ", ".join([*supplied, *(key for key in given if key != "learner")])
            raise Wrong(f"{name}{signature} cannot be called as {name}({ours}): {problem}") from None
        return {**supplied, **given}

    @property
    def engine(self) -> AsyncEngine:
        """The engine that is supplied as `engine`, and under `make_session` and `session`."""
        if self._engine is None:
            self._engine = make_engine(self.database, pool_size=20)  # twenty buyers at once, a connection each
        return self._engine

    def _make_session(self) -> async_sessionmaker[AsyncSession]:
        return async_sessionmaker(self.engine, expire_on_commit=False)

    def _sent(self, name: str, result: Any) -> Any:
        try:
            return wire.to_plain(result)
        except wire.CannotSend as problem:
            # a FilterResult is what scalars() and unique() give
            rows = ": `.all()` gives its rows as a list" * isinstance(result, Result | FilterResult)
            raise Wrong(f"{name}() returned something that is not plain data: {problem}{rows}") from None

    # -- serving ----------------------------------------------------------------------------------------------------

    async def _serve(self, name: str, args: dict[str, Any]) -> str | int:
        from checker.worker.serve import Server  # uvicorn is for the lessons that serve

        function = getattr(self.learner, name)
        cause.set(f"{name}()")
        async with AsyncExitStack() as stack:
            app = function(**await self._supply(name, function, wire.from_plain(args), stack))
        if inspect.iscoroutine(app):
            _discard(app)
            raise Wrong(f"{name}() must be a plain function: `def`, not `async def`")
        if inspect.isclass(app) or not callable(app):
            raise Wrong(f"{name}() returned {_described(app)}, not a FastAPI application")
        self._server = Server(app, self.learner, self.recorder, self.scratch)
        await self._server.start()
        return self._server.address

    async def _look(self) -> None:
        """Raise what a request met that was no answer but a hole."""
        if self._server.hole is not None:
            raise self._server.hole

    async def _stop(self) -> None:
        await self._server.stop()

    # -- the learner's own suite ------------------------------------------------------------------------------------

    async def _tests(self) -> list[str]:
        assert self.learner.module is not None
        return list(suite.tests(self.learner.module))

    async def _test(self, name: str) -> None:
        assert self.learner.module is not None
        cause.set(f"{name}()")
        await suite.run(self.learner.module, name, self.ask)

    # -- arranging --------------------------------------------------------------------------------------------------

    async def _fault(self, kind: str, nth: int, verb: str, reason: str) -> None:
        self.faults.add(Fault(kind, nth, verb, reason))

    async def _meet(self, verb: str, parties: int, patience: float) -> None:
        if self._meeting is not None:
            self._meeting.close()
        self._meeting = Meeting(verb, parties, patience)
        self._meeting.open()

    async def _met(self) -> None:
        assert self._meeting is not None, "nobody called them together"
        await self._meeting.arrived.wait()

    async def _part(self) -> None:
        if self._meeting is not None:
            self._meeting.over.set()

    async def _gate_closed(self, verb: str, seconds: float | None) -> None:
        self._gate.close(verb, seconds=seconds)
        self._gate.listen()

    async def _standing(self, expected: int) -> list[int]:
        gate = self._gate
        if expected:
            await gate.rest(expected)
        return [gate.standing, gate.seen, gate.most, gate.cancelled]

    async def _let(self, nth: int, fails: bool) -> None:
        try:
            (self._gate.fail if fails else self._gate.let_one)(nth)
        except LookupError as problem:
            raise Wrong(str(problem)) from None

    async def _gate_open(self) -> None:
        self._gate.open()

    # -- the end ----------------------------------------------------------------------------------------------------

    async def _leftovers(self) -> list[str]:
        return await self.leftovers.found()

    async def close(self) -> None:
        """Give back the connections; the learner's own engines are left to the end of the process."""
        if self._engine is not None:
            await self._engine.dispose()


def _described(value: Any) -> str:
    return f"the class {value.__name__} itself" if inspect.isclass(value) else f"a value of type {type(value).__name__}"


def _discard(result: Any) -> None:
    close = getattr(result, "close", None)
    if close is not None:
        close()
