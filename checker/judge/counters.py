"""What the server itself has counted (pg_stat_statements), against what the trace and the judge know of."""

from __future__ import annotations

import asyncio
import itertools
import re
import threading
from collections import Counter
from collections.abc import Coroutine
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, TypeVar

import asyncpg
from asyncpg import introspection
from sqlalchemy import URL, event
from sqlalchemy.ext.asyncio import AsyncEngine

from workbook.events import Event, Trace
from workbook.postgres.problems import EXPLAINED, connect_options

Result = TypeVar("Result")

MOST_SQL = 10_000  # characters of a statement that are looked at
MOST_OPEN = 20  # statements that the server counts later: the last of each transaction that is open
ASK = (
    f"SELECT left(s.query, {MOST_SQL}), sum(s.calls)::bigint, sum(s.rows)::bigint FROM pg_stat_statements s"
    " JOIN pg_database d ON d.oid = s.dbid WHERE d.datname = $1 AND s.toplevel GROUP BY 1"
)
# the server keeps the counts of dropped databases until it is full, and reading them takes longer and longer
FORGET = (
    "SELECT pg_stat_statements_reset(0, dbid, 0) FROM (SELECT DISTINCT dbid FROM pg_stat_statements(false) s"
    " WHERE NOT EXISTS (SELECT FROM pg_database d WHERE d.oid = s.dbid) LIMIT 500) gone"
)
SECONDS = 10
MOST_ASKED = 60  # times in a check that a driver asks for types, by names which a search path can lead elsewhere
INNERMOST = re.compile(r"/\*(?:(?!/\*|\*/).)*\*/", re.DOTALL)  # PostgreSQL's comments may stand in one another
TO_THE_END = re.compile(r"--[^\n]*")
MOST_NESTED = 5
# what begins and ends transactions, and cannot ask for anything
NOT_COUNTED = re.compile(
    r"\s*(BEGIN|START|COMMIT|END|ROLLBACK|ABORT|SAVEPOINT|RELEASE|SET|SHOW|RESET|DISCARD|DEALLOCATE|CLOSE|UNLISTEN)\b",
    re.IGNORECASE,
)
VALUE = re.compile(r"'[^']*'|\$\d+|-?\b(?:\d+|true|false|null)\b|\s+", re.IGNORECASE)  # the server writes $1 for each
# what SQLAlchemy and asyncpg ask of a new connection, in their own words
OF_DRIVERS = (
    "select pg_catalog.version()",
    "select current_schema()",
    "SELECT pg_catalog.pg_is_in_recovery()",
    "SELECT current_setting('jit') AS cur, set_config('jit', 'off', false) AS new",
    "SELECT set_config('jit', $1, false)",
    *(text for name, text in vars(introspection).items() if name.startswith(("INTRO_", "TYPE_BY"))),
)
READS = re.compile(r"[\s(]*(SELECT|TABLE|VALUES)\b", re.IGNORECASE)

Counts = dict[str, tuple[int, int]]
"""How often each statement was run, and how many rows it gave or touched."""


class Counters:
    """Reads the counters of one server, over one connection in a thread of its own.

    The server counts a statement when it ends, so the last of an open transaction is missing, and a cursor that is
    still open at a rollback is never counted.
    `missing` says why they cannot be read, once that is known.
    """

    def __init__(self, server: URL):
        self.missing = ""
        self._server = server
        self._connection: Any = None
        self._reads = itertools.count()
        self._loop: asyncio.AbstractEventLoop | None = None

    def read(self, database: str) -> Counts:
        """The counts of a database so far, without what `NOT_COUNTED` names; empty where they cannot be read."""
        if self.missing:
            return {}
        try:
            return self._in_thread(self._read(database))
        except (*EXPLAINED, TimeoutError) as problem:
            self.missing = str(problem).split("\n")[0] or type(problem).__name__
            return {}

    def close(self) -> None:
        """Give the connection back."""
        if self._loop is None:
            return
        if self._connection is not None:
            with suppress(*EXPLAINED, TimeoutError):
                self._in_thread(self._connection.close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)

    def _in_thread(self, work: Coroutine[Any, Any, Result]) -> Result:
        if self._loop is None:  # only now: a process that is forked from this one should be alone with itself
            self._loop = asyncio.new_event_loop()
            self._thread = threading.Thread(target=self._loop.run_forever, name="counters", daemon=True)
            self._thread.start()
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(SECONDS)

    async def _read(self, database: str) -> Counts:
        if self._connection is None:
            self._connection = await asyncpg.connect(**connect_options(self._server), timeout=SECONDS)
        if next(self._reads) % 50 == 0:
            with suppress(asyncpg.PostgresError):  # only a superuser may
                await self._connection.execute(FORGET)
        rows = await self._connection.fetch(ASK, database)
        return {sql: (calls, rows) for sql, calls, rows in rows if sql is not None and counts(sql, calls)}


def counts(sql: str, times: int = 1) -> bool:
    """Whether a statement counts: all do but those of this exact list, some of them up to a number."""
    worded = _worded(sql)
    return NOT_COUNTED.match(sql) is None and (
        worded not in ASKED_BY_DRIVERS or (times > MOST_ASKED and "typeinfo_tree" in worded)
    )


def _worded(sql: str) -> str:
    """A statement without its values and its layout."""
    return VALUE.sub("", sql).lower()


ASKED_BY_DRIVERS = {_worded(text) for text in OF_DRIVERS}


def begins(sql: str, verb: str) -> bool:
    """Whether a statement begins with `verb`, comments aside."""
    plain = _plain(sql)
    return plain.startswith(verb.upper()) or plain.startswith("/*")  # nobody hides so much, but from us


def _plain(sql: str) -> str:
    for _ in range(MOST_NESTED):
        sql, found = INNERMOST.subn(" ", sql)
        if not found:
            break
    return TO_THE_END.sub(" ", sql).lstrip(" (\n\t").upper()


def first_word(sql: str) -> str:
    """The first word of a statement: "SELECT"."""
    return (_plain(sql).split(maxsplit=1) or [""])[0]


@dataclass
class Ledger:
    """One check's account: what the server counted in `database` beyond the trace and beyond the judge's own work."""

    counters: Counters
    database: str
    ours: list[tuple[str, int, int]] = field(default_factory=list)
    """What the judge sent: each statement, how often the server ran it, the rows it gave."""

    def keep(self, engine: AsyncEngine) -> None:
        """Note what the judge sends through `engine` from now on."""

        def note(conn: Any, cursor: Any, statement: str, parameters: Any, context: Any, executemany: bool) -> None:
            times = len(parameters) if context.execute_style.name == "EXECUTEMANY" else 1
            self.ours.append((statement, times, len(getattr(cursor, "_rows", ()))))

        event.listen(engine.sync_engine, "after_cursor_execute", note)

    def balance(self, trace: Trace, verb: str) -> Balance:
        """What the server has counted so far that neither `trace` nor the judge accounts for."""
        found = self.counters.read(self.database)
        said = {sql: entry for sql, entry in found.items() if begins(sql, verb)}
        known = [(it.sql, _times(it, said), max(0, it.fetched)) for it in trace.statements()] + self.ours
        known = [entry for entry in known if counts(entry[0]) and begins(entry[0], verb)]
        statements: Counter[str] = Counter()
        for sql, (calls, _) in said.items():
            statements[first_word(sql)] += calls
        for sql, times, _ in known:
            statements[first_word(sql)] -= times
        return Balance(
            said,
            statements,
            sum(rows for sql, (_, rows) in said.items() if READS.match(sql))
            - sum(rows for sql, _, rows in known if READS.match(sql)),
        )


def _times(sent: Event, said: Counts) -> int:
    """How many of the server's statements one of the trace accounts for."""
    if sent.failed:  # the server counts what came before the set of values that failed
        return min(sent.times, said.get(sent.sql, (0, 0))[0])
    # nobody runs a SELECT with many parameter sets: a trace that says so would hide others behind it
    return 1 if READS.match(sent.sql) else sent.times


@dataclass
class Balance:
    """The counts at one moment, and how many statements, by first word, and rows nobody else has told about."""

    said: Counts
    statements: Counter[str]
    rows: int

    def since(self, earlier: Balance) -> tuple[int, int]:
        """The statements and rows that were hidden between two moments.

        A balance may be below zero: a statement is counted by the server when its transaction ends, or not at all if
        it failed.  That excuses a few of its own kind, and no others.
        """
        hidden = 0
        for word, now in self.statements.items():
            before = earlier.statements[word]
            hidden += max(0, now - before - min(MOST_OPEN, max(0, -before)))
        return hidden, max(0, self.rows) - max(0, earlier.rows)

    def listing(self, earlier: Balance) -> str:
        """The statements that the server counted between two moments, the most frequent first."""
        grown = {sql: calls - earlier.said.get(sql, (0, 0))[0] for sql, (calls, _) in self.said.items()}
        most = sorted(((times, sql) for sql, times in grown.items() if times > 0), reverse=True)
        return "\n".join(f"  {times} times {' '.join(sql.split())[:160]}" for times, sql in most[:8])
