"""The judge's side of the wall: `submission` is what a check speaks to when it means the learner's code."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import TYPE_CHECKING, Any

from checker.judge.expecting import Expecting
from checker.judge.gate import Gated
from checker.judge.link import Link
from checker.judge.reply import MOST_ITEMS, cut, few, short, unpack
from checker.wall import wire
from checker.wall.fault import Fault
from checker.wall.verdicts import NotSolved, Raised, TimedOut, Wrong
from workbook.events import MOST_EVENTS, Trace

if TYPE_CHECKING:
    import httpx

    from checker.judge.counters import Ledger

MOST_PRINTED = 50_000  # characters of output


class Submission(Gated, Expecting):
    """One learner's file in one check.

    `await submission.buy(title="Kindred")` calls the learner's `buy` in the worker and gives back what it returned, as
    plain data; its exceptions arrive as Raised.  Parameters named `engine`, `make_session` and `session` are supplied
    there.  `submission.plain.async_url(…)` calls a function that is a plain `def`; `submission.committing.add_user(…)`
    commits the supplied session after the call.
    """

    def __init__(self) -> None:
        self._trace = Trace()
        self.took_word = False
        """Whether the check has asked for what only the worker knows: the trace, or a probe."""
        self.counted = False
        """Whether it has counted statements."""
        self.read_source: Callable[[], None] = lambda: None
        """Raises Wrong if the worker's word cannot be taken: asked when it is first needed, before time is spent."""
        self.changed: list[str] = []
        """What the learner's code has replaced in the libraries, as the worker says."""
        self.hidden: dict[str, tuple[int, str]] = {}
        """Statements that SQLite ran and SQLAlchemy did not send: how many of each kind, and the last, in its words."""
        self.calls: list[str] = []
        """What was called and what came of it, in words."""
        self.raised: list[Raised] = []
        """What calls have raised, also where a check goes on after it."""
        self.printed = ""
        self.ledger: Ledger | None = None
        """What the server counted, where it counts."""
        self.asked = False
        """Whether the learner's code has been asked anything."""
        self.renew: Callable[[], Awaitable[None]]
        """Go on with a new worker and a new database: nothing of what was is known there."""
        self._link: Link | None = None
        self._peaks: list[tuple[float, float]] = []  # the worker's own figures, before and after each request

    @property
    def trace(self) -> Trace:
        """What the worker saw of the engines, so far."""
        self.took_word = True  # the source is read at the end: a verdict's telling looks here too
        return self._trace

    def take_word(self, counted: bool = False) -> None:
        """Note that the check asks for what only the worker knows.  Raises Wrong if a file may have made it lie."""
        if not self.took_word or counted > self.counted:
            self.took_word, self.counted = True, self.counted or counted
            self.read_source()

    def connect(self, link: Link) -> None:
        """Speak through `link` from now on."""
        self._link = link

    def __getattr__(self, name: str) -> Callable[..., Awaitable[Any]]:
        if name.startswith("_"):
            raise AttributeError(name)
        return self._caller(name)

    @property
    def plain(self) -> _Manner:
        """The learner's functions that are plain `def`."""
        return _Manner(self, plain=True)

    @property
    def committing(self) -> _Manner:
        """The learner's functions, the supplied session committed after each call."""
        return _Manner(self, commit=True)

    async def probe(self, name: str, **values: Any) -> Any:
        """Run a probe of `checker/probes/` beside the learner's module, and give back the plain data it returns."""
        self.take_word()
        return await self._ask("probe", {"name": name, "args": wire.to_plain(values)}, "")

    @contextlib.asynccontextmanager
    async def serve(self, name: str, **values: Any) -> AsyncIterator[httpx.AsyncClient]:
        """Run the FastAPI application that the learner's `name(…)` returns, and give a client that speaks to it.

        A parameter called `database_url` is supplied.  Start-up and shutdown (the lifespan) are run; what they raise
        arrives as Raised.  `submission.trace.by_cause()["GET /books/1"]` is what that request did; the second of the
        same name is "GET /books/1 (2)".  What a request does after its answer is complete when the block has ended.
        """
        from checker.judge.client import client  # httpx is for the lessons that serve

        assert self._link is not None, "a check ran outside its database"
        address = await self._ask("serve", {"name": name, "args": wire.to_plain(values)}, "")
        if not self._link.may_serve_at(address):
            raise Wrong("the worker names an address that is not the application's")
        async with client(address, self.calls, lambda: self._ask("look", {}, ""), self._link.end) as speaking:
            yield speaking
        await self._ask("stop", {}, "")

    async def look(self) -> None:
        """Have in the trace what requests have done until now; raise NotSolved if one of them met a hole."""
        await self._ask("look", {}, "")

    async def fault(self, kind: str, nth: int = 1, *, verb: str = "", reason: str = "full") -> None:
        """Make the n-th statement from now on (that begins with `verb`, or is COMMIT) go wrong, once.

        `kind` is "statement", "commit", "disconnect", "unanswered" or "cancel"; see `checker.wall.fault`.  Whether it
        has struck is in the trace: `submission.trace.of("fault")`.
        """
        Fault(kind, nth, verb, reason)  # a mistake in a check is not the learner's
        await self._ask("fault", {"kind": kind, "nth": nth, "verb": verb, "reason": reason}, "")

    async def meet(self, verb: str = "SELECT", *, parties: int, patience: float = 0.3) -> None:
        """Stop every call after its first SELECT until `parties` calls are there; see `checker.worker.meeting`."""
        await self._ask("meet", {"verb": verb, "parties": parties, "patience": patience}, "")

    async def met(self) -> None:
        """Wait until the first call is at the meeting; for ever if none comes."""
        await self._ask("met", {}, "")

    async def part(self) -> None:
        """End the meeting."""
        await self._ask("part", {}, "")

    async def tests(self) -> list[str]:
        """The names of the tests in the learner's own suite."""
        names = await self._ask("tests", {}, "")
        if isinstance(names, list) and len(names) > MOST_ITEMS:
            raise Wrong(f"there are {len(names):,} tests in the suite: more than {MOST_ITEMS} nobody runs")
        return [str(name) for name in few(names)]

    async def test(self, name: str, answer: wire.Answer) -> None:
        """Run one of them, and answer what its `shop` asks.  Raises Raised if it fails."""
        assert self._link is not None, "a check ran outside its database"
        self._link.answer = answer
        await self._ask("test", {"name": name}, "")

    async def leftovers(self) -> list[str]:
        """What the learner's code has left behind: connections, tasks, coroutines never awaited; a sentence each."""
        return [cut(sentence) for sentence in few(await self._ask("leftovers", {}, ""))]

    def _caller(self, name: str, **how: bool) -> Callable[..., Awaitable[Any]]:
        def call(**values: Any) -> Awaitable[Any]:
            shown = f"{name}({', '.join(f'{key}={short(value)}' for key, value in values.items())})"
            return self._ask("call", {"name": name, "args": wire.to_plain(values), **how}, shown)

        return call

    async def _ask(self, do: str, details: dict[str, Any], shown: str) -> Any:
        assert self._link is not None, "a check ran outside its database"
        self.asked = True
        try:
            reply = await self._link.ask({"do": do, "with": details})
        except TimedOut as late:
            self.printed += late.printed
            late.printed = ""  # several calls may have waited
            raise
        try:
            new = Trace.from_plain(reply["trace"])
            if len(self._trace) + len(new) > MOST_EVENTS:
                raise ValueError(f"more than {MOST_EVENTS:,} events")
            self._trace.events += new.events
            self._trace.dropped = new.dropped
            self.changed = [cut(name) for name in few(reply.get("changed", []))] or self.changed
            hidden = few(list(reply.get("hidden", {}).items()))
            self.hidden = {cut(verb): (int(times), cut(sql)) for verb, (times, sql) in hidden}
            self.printed = (self.printed + str(reply.get("output", "")))[:MOST_PRINTED]
            before, after = reply.get("peaks", (0, 0))
            self._peaks.append((float(before), float(after)))
            value = unpack(reply)
        except (Raised, NotSolved, Wrong) as problem:
            if shown:
                self.calls.append(f"{shown} → {problem}" if isinstance(problem, Raised) else shown)
            self.raised += [problem] if isinstance(problem, Raised) else []
            raise
        except Exception as problem:
            raise Wrong(f"the worker's answer cannot be read ({type(problem).__name__}): {problem}") from None
        if shown:
            self.calls.append(f"{shown} returned {short(value, 200)}")
        return value


class _Manner:
    """Calls of a submission made in one manner: `submission.plain`, `submission.committing`."""

    def __init__(self, submission: Submission, **how: bool):
        self._submission, self._how = submission, how

    def __getattr__(self, name: str) -> Callable[..., Awaitable[Any]]:
        if name.startswith("_"):
            raise AttributeError(name)
        return self._submission._caller(name, **self._how)
