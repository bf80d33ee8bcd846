"""A gate in front of the database: statements stop at it until they are let through, and meanwhile can be counted."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import Any, Literal

from sqlalchemy import event
from sqlalchemy.engine import Dialect, Engine
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncEngine

from workbook.cause import caused_by

LOOK = 0.01  # seconds between two looks
SETTLED = 25  # looks without a move after which nobody else is expected
GIVEN_UP = 200  # looks without a move after which nobody is expected although somebody is missing

Outcome = Literal["passes", "fails", "is lost"]


class Gate:
    """While the block runs, each statement that begins with `verb` stops just before the database is asked.

        async with Gate(engine) as gate:
            work = asyncio.create_task(fetch_many(...))
            print(await gate.rest(expected=3), "statements at once")
            gate.let_one()

    `standing` is how many wait there now, `seen` how many have stopped there, `most` how many have stood there at
    once, and `cancelled` how many were cancelled while they stood.  These are counts, not durations: a slow machine
    gives the same ones.

    With `seconds`, a statement goes on by itself when they have passed: a slow statement that can be cancelled, on
    SQLite too, where a real one cannot.  A cancelled statement leaves its connection as the driver would: of no more
    use.  Without `engine`, the statements of every async engine of the process stop; with `only_caused`, those for
    which `workbook.cause.cause` is set.  What SQLAlchemy asks of a new server never stops, nor does ROLLBACK; a COMMIT
    does if it is the `verb`.
    """

    def __init__(
        self,
        engine: AsyncEngine | None = None,
        *,
        verb: str = "",
        seconds: float | None = None,
        only_caused: bool = False,
    ):
        self.engine, self.only_caused = engine, only_caused
        self._waiting: deque[asyncio.Future[Outcome]] = deque()
        self.listening, self._inside, self._moves = False, 0, 0
        self.close(verb, seconds=seconds)

    async def __aenter__(self) -> Gate:
        self.listen()
        return self

    async def __aexit__(self, *_: object) -> None:
        self.open()
        while self._inside:  # noqa: ASYNC110 - whoever goes through still reads the list of listeners
            await asyncio.sleep(0)
        self.forget()

    # -- arranging --------------------------------------------------------------------------------------------------

    def close(self, verb: str = "", *, seconds: float | None = None) -> None:
        """Stop statements from now on, and count from zero.  Those that stand there already go on."""
        self.open()
        self.verb, self.seconds, self.closed = verb.upper(), seconds, True
        self.seen = self.most = self.cancelled = 0

    def open(self) -> None:
        """Let everybody through, and stop nobody from now on."""
        self.closed = False
        while self._waiting:
            self.let_one()

    def let_one(self, nth: int = 1) -> None:
        """Let the n-th of those that stand there go on, in the order they came.  Raise LookupError if there is none."""
        self._let(nth, "passes")

    def fail(self, nth: int = 1) -> None:
        """Let the n-th of those that stand there go on and fail: the database answers with an OperationalError."""
        self._let(nth, "fails")

    def lose(self, nth: int = 1) -> None:
        """Let the n-th of the COMMITs that stand there be done, but lose its answer: an OperationalError comes instead.

        Raise LookupError if there is none.
        """
        if self.verb != "COMMIT":
            raise LookupError(f"no COMMIT stands at a gate for {self.verb or 'statements'}")
        self._let(nth, "is lost")

    def _let(self, nth: int, outcome: Outcome) -> None:
        if not 1 <= nth <= len(self._waiting):
            raise LookupError(f"{len(self._waiting)} statements stand at the gate: there is no number {nth}")
        ticket = self._waiting[nth - 1]
        del self._waiting[nth - 1]
        if not ticket.done():
            ticket.set_result(outcome)

    # -- looking ----------------------------------------------------------------------------------------------------

    @property
    def standing(self) -> int:
        """How many statements stand at the gate now."""
        return len(self._waiting)

    async def rest(self, expected: int) -> int:
        """How many stand at the gate when it has come to rest.

        As soon as `expected` stand there, look on for a quarter of a second without a move, in case more come; believe
        that fewer is all only after two seconds without one.
        """
        quiet, last = 0, -1
        while quiet < (SETTLED if self.standing >= expected else GIVEN_UP):
            await asyncio.sleep(LOOK)
            quiet = quiet + 1 if self._moves == last else 0
            last = self._moves
        return self.standing

    # -- listening --------------------------------------------------------------------------------------------------

    def listen(self) -> None:
        """Begin to stop statements.  Not while one is under way."""
        if not self.listening:
            self.listening = True
            for target, name, listener in self.listeners():
                event.listen(target, name, listener)

    def forget(self) -> None:
        """Open, and listen no longer.  Not while a statement is under way."""
        self.open()
        if self.listening:
            self.listening = False
            for each in self.listeners():
                if event.contains(*each):  # somebody may have taken it away
                    event.remove(*each)

    def listeners(self) -> list[tuple[Any, str, Any]]:
        """What listens, once `listen()` was called: target, event, function."""
        engine = self.engine.sync_engine if self.engine is not None else None
        # only what Connection's own event saw is stopped: the driver's event tells of the questions to a new server
        # too.  And only in the driver's event does a cancellation do to the connection what it does in real life
        return [
            (engine or Engine, "before_cursor_execute", self._mark),
            (engine or Dialect, "do_execute", self._execute),
            (engine or Dialect, "do_executemany", self._execute),
            (engine or Dialect, "do_execute_no_params", self._execute_without_parameters),
            (engine or Engine, "commit", self._commit),
        ]

    def _mark(self, conn: Any, cursor: Any, statement: str, parameters: Any, context: Any, many: bool) -> None:
        if context is not None:
            context.stops_at_gate = self._concerns(conn) and statement.lstrip().upper().startswith(self.verb)

    def _concerns(self, connection: Any) -> bool:
        return self.closed and connection.dialect.is_async and (not self.only_caused or bool(caused_by()))

    def _execute(self, cursor: Any, statement: str, parameters: Any, context: Any) -> None:
        stops = self.closed and getattr(context, "stops_at_gate", False)
        if stops and self._stop(context.root_connection) == "fails":
            raise made_to_fail(context.dialect)

    def _execute_without_parameters(self, cursor: Any, statement: str, context: Any) -> None:
        self._execute(cursor, statement, (), context)

    def _commit(self, connection: Any) -> None:
        if self.verb != "COMMIT" or not self._concerns(connection) or (outcome := self._stop(connection)) == "passes":
            return
        dialect = connection.dialect  # a COMMIT that fails ends its transaction
        end = dialect.do_commit if outcome == "is lost" else dialect.do_rollback
        end(connection.connection)
        error = made_to_fail(dialect)
        raise OperationalError("COMMIT", None, error) from error

    def _stop(self, connection: Any) -> Outcome:
        return connection.connection.dbapi_connection.run_async(lambda driver: self._stand())

    async def _stand(self) -> Outcome:
        """Wait until let through; what then becomes of the statement."""
        ticket = asyncio.get_running_loop().create_future()
        self._waiting.append(ticket)
        self.seen += 1
        self._moves += 1
        self._inside += 1
        self.most = max(self.most, self.standing)
        try:
            await asyncio.wait([ticket], timeout=self.seconds)
            return ticket.result() if ticket.done() else "passes"
        except asyncio.CancelledError:
            self.cancelled += 1
            raise
        finally:
            if ticket in self._waiting:
                self._waiting.remove(ticket)
            self._moves += 1
            self._inside -= 1


def made_to_fail(dialect: Any) -> Exception:
    """What the driver would raise if the database answered with an error."""
    return dialect.loaded_dbapi.OperationalError("it was made to fail")
