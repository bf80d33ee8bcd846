"""The judge's side of the gate: a check stops the statements of the learner's code and counts those that stand."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from checker.wall.verdicts import Wrong

if TYPE_CHECKING:
    from checker.judge.counters import Balance, Ledger
    from workbook.events import Trace

SLOW = 5.0  # seconds: so long only a wrong answer waits


@dataclass(frozen=True)
class AtGate:
    """What has stopped at the gate since it was closed."""

    standing: int
    seen: int
    most: int
    """How many have stood there at once."""
    cancelled: int
    """How many were cancelled while they stood."""


class Gated:
    """A submission's gate, at which its statements stop until the check lets them through.

        call = asyncio.ensure_future(submission.fetch_many(ids=ids, at_once=3))
        await submission.gate()
        assert await submission.standing(call, expected=3) == 3
        await submission.open_gate()
        assert await call == titles

    The number that stands is the concurrency: a count, no duration.  See `workbook.gate.Gate`, which is in the worker;
    it stops what the judge's calls and requests cause, on every async engine.  What the gate says is the worker's word;
    where the server counts, it is asked too whether statements have gone past the gate.
    """

    _trace: Trace
    ledger: Ledger | None
    _before: Balance | None = None

    async def gate(self, verb: str = "", *, seconds: float | None = None) -> None:
        """From now on stop each statement that begins with `verb`, or COMMIT if that is the verb.

        With `seconds`, each goes on by itself after these.

        One that is closed already is opened first, and counts from zero.  It is opened when the check ends.
        """
        # where other statements go on meanwhile, the server is always ahead of the trace
        alone = not verb and seconds is None
        self._before = self.ledger.balance(self._trace, "") if self.ledger and alone else None
        await self._ask("gate_closed", {"verb": verb, "seconds": seconds}, "")

    async def slow(self, verb: str = "", *, seconds: float = SLOW) -> None:
        """From now on each statement that begins with `verb` takes `seconds`, or until it is cancelled.

        It can be cancelled on both databases alike, which a slow statement on SQLite cannot: never use one for this.
        `open_gate()` ends it.
        """
        await self.gate(verb, seconds=seconds)

    async def standing(self, *calls: asyncio.Future[Any], expected: int) -> int:
        """How many statements stand at the gate when it has come to rest.

        `expected` decides how long to look, not what comes out: when so many stand, a quarter of a second more; that
        there are fewer is believed only after two seconds in which nothing has moved.  Give the `calls`, as tasks,
        whose statements they are: what one of them raises, "not solved yet" for example, is raised here, and when all
        have ended nobody waits for more.
        """
        at_rest = asyncio.ensure_future(self._at_gate(expected))
        try:
            while not at_rest.done():
                for call in calls:
                    if call.done():
                        call.result()
                under_way = [call for call in calls if not call.done()]
                if calls and not under_way:
                    return (await self.at_gate()).standing
                await asyncio.wait([at_rest, *under_way], return_when=asyncio.FIRST_COMPLETED)
            return at_rest.result().standing
        finally:
            at_rest.cancel()

    async def at_gate(self) -> AtGate:
        """The gate's counts as they are now."""
        return await self._at_gate(0)

    async def let_one(self, nth: int = 1) -> None:
        """Let the n-th of those that stand there go on, in the order they came."""
        await self._ask("let", {"nth": nth, "fails": False}, "")

    async def fail_at_gate(self, nth: int = 1) -> None:
        """Let the n-th of those that stand there go on and fail with an OperationalError."""
        await self._ask("let", {"nth": nth, "fails": True}, "")

    async def open_gate(self) -> None:
        """Let everybody through, and stop nobody from now on."""
        self._before = None
        await self._ask("gate_open", {}, "")

    async def _at_gate(self, expected: int) -> AtGate:
        self.take_word(counted=True)
        standing, seen, most, cancelled = map(int, await self._ask("standing", {"expected": expected}, ""))
        found = AtGate(standing, seen, most, cancelled)
        if self.ledger is not None and self._before is not None:
            now = self.ledger.balance(self._trace, "")
            # those that stand are in the trace, and the server has not seen them yet
            ahead = max(0, now.statements.total() + found.standing) - max(0, self._before.statements.total())
            if ahead > 0:
                raise Wrong(f"statements have gone past those that are seen:\n{now.listing(self._before)}")
        return found

    def take_word(self, counted: bool = False) -> None:
        raise NotImplementedError

    async def _ask(self, do: str, details: dict[str, Any], shown: str) -> Any:
        raise NotImplementedError
