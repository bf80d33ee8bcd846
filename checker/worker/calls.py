"""What a worker does for one check: call the learner's functions, run probes, look at what was left behind."""

from __future__ import annotations

import asyncio
import importlib
import inspect
import time
from contextlib import AsyncExitStack, nullcontext
from pathlib import Path
from typing import Any

from sqlalchemy.engine import FilterResult, Result

from checker.wall import wire
from checker.wall.peak import own_peak
from checker.wall.verdicts import LOADING, NotSolved, Wrong
from checker.worker import audit, learner, suite
from checker.worker.arranged import Arranged
from checker.worker.changed import Originals
from checker.worker.learner import Learner
from checker.worker.leftovers import Leftovers
from checker.worker.resolving import names_refused
from checker.worker.supplies import Supplies
from checker.worker.warned import Warned
from workbook.cause import cause, open_call, watched_task
from workbook.clues.answers import of_answer
from workbook.clues.reading import read as read_clues

THEIRS = {"call", "probe", "test"}  # what is done meanwhile without a cause is theirs: to find a function may run code


class Calls:
    """One check's worth of the learner's code, on one database and one event loop.

    `answer` takes a message of the judge and gives the reply; both are dicts of plain data:

    - `{"do": "call", "with": {"name": …, "args": …, "plain": bool, "commit": bool}}`
    - `{"do": "probe", "with": {"name": …, "args": …}}`
    - `{"do": "serve", "with": {"name": …, "args": …}}`, later `{"do": "look"}` and `{"do": "stop"}`
    - `{"do": "fault", "with": {"kind": …, "nth": …, "verb": …, "reason": …}}`, and others of `checker.worker.arranged`
    - `{"do": "tests", "with": {}}` and `{"do": "test", "with": {"name": …}}` (`checker.worker.suite`)
    - `{"do": "leftovers", "with": {}}`

    A reply has `outcome` ("returned", "not solved yet", "wrong" or "raised"), what belongs to it, the part of the
    trace that is new, and this process's peak of memory before and after.
    """

    def __init__(self, file: Path, database: str, scratch: Path, originals: Originals, ask: suite.Ask = suite.nobody):
        self.ask = ask
        self.scratch = scratch
        self.learner = Learner(file)
        self.originals = originals
        self.recorder = originals.recorder
        self.recorder.renew(self.learner.is_theirs)
        originals.driver.clear()
        self.arranged = Arranged(self.recorder)
        self.leftovers, self.warned = Leftovers(self.recorder), Warned(self.recorder)
        self._refused = names_refused()
        self.supplies = Supplies(database)
        self._told = 0

    def __enter__(self) -> Calls:
        self.leftovers.__enter__()
        self.warned.__enter__()
        self._refused.__enter__()
        audit.look_at_texts(self.learner.folder)
        return self

    def __exit__(self, *_: object) -> None:
        audit.look_at_texts(None)
        self._refused.__exit__(None, None, None)
        self.warned.__exit__(None, None, None)
        self.leftovers.__exit__(None, None, None)
        self.arranged.clear()

    async def answer(self, request: dict[str, Any]) -> dict[str, Any]:
        """The reply to one request; whatever the learner's code raises is part of the reply."""
        token = cause.set("")
        began, peak = time.perf_counter(), own_peak()
        try:
            with open_call(request["do"]) if request["do"] in THEIRS else nullcontext():
                if request["do"] != "leftovers":
                    self.learner.load()
                work = getattr(self, "_" + request["do"], None) or getattr(self.arranged, request["do"])
                reply = {"outcome": "returned", "value": await work(**request["with"])}
        except asyncio.CancelledError as problem:
            if asyncio.current_task() not in self.arranged.faults.cancelled:  # the worker itself comes to its end
                raise
            reply = self._told_as(problem)
        except BaseException as problem:
            reply = self._told_as(problem)
        finally:
            cause.reset(token)
        reply["seconds"] = time.perf_counter() - began
        reply["peaks"] = [peak, own_peak()]
        if request["do"] != "call":  # which may be many; what a call replaces is seen with the next question
            reply["changed"] = self.originals.changed(self.arranged.gate)
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
            given = wire.from_plain(args)
            arguments = await self.supplies.with_these(name, function, given, stack)
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
            _untouched(given, args)
            value = self._sent(name, result)
            if found := of_answer(f"{name}()", result):
                self.recorder.note("answer", line=f"{name}()", clues=found)
            if commit:
                await arguments["session"].commit()
            return value

    async def _probe(self, name: str, args: dict[str, Any]) -> Any:
        probes = importlib.import_module(f"checker.probes.{self.learner.exercise.stem}")
        cause.set(f"probe {name}")
        watched_task.set(asyncio.current_task())
        async with AsyncExitStack() as stack:
            given = wire.from_plain(args)
            function = getattr(probes, name)
            arguments = await self.supplies.with_these(name, function, {**given, "learner": self.learner}, stack)
            result = await function(**arguments)
            _untouched(given, args)
            return wire.to_plain(result)

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
            app = function(**await self.supplies.with_these(name, function, wire.from_plain(args), stack))
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

    # -- the end ----------------------------------------------------------------------------------------------------

    async def _leftovers(self) -> list[str]:
        return await self.leftovers.found()

    async def close(self) -> None:
        """Give back the connections."""
        await self.supplies.close()


def _untouched(given: dict[str, Any], args: dict[str, Any]) -> None:
    """Raise Wrong if one of the arguments that a check gave is not what it was."""
    for name, before in wire.from_plain(args).items():
        if isinstance(before, list | dict | set) and given[name] != before:
            raise Wrong(f"`{name}` was changed, and belongs to the caller, who may need it again: work on a copy")


def _described(value: Any) -> str:
    return f"the class {value.__name__} itself" if inspect.isclass(value) else f"a value of type {type(value).__name__}"


def _discard(result: Any) -> None:
    close = getattr(result, "close", None)
    if close is not None:
        close()
