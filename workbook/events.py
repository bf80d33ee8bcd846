"""What a trace holds: the events of the engines, in order, as plain data."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

# as SQLAlchemy's own recipe for SQLite sends it from a listener: the server's counters leave it out too
BEGINS_OR_ENDS = re.compile(
    r"\s*(BEGIN|COMMIT|END|ROLLBACK)(\s+(IMMEDIATE|DEFERRED|EXCLUSIVE))?\s*;?\s*", re.IGNORECASE
)
MOST_EVENTS = 5_000  # a learner's loop of a million statements must not fill the memory


@dataclass(slots=True)
class Event:
    """One thing that happened.

    `kind` is "statement", "begin", "commit", "rollback", "savepoint", "release", "rollback to", "connect",
    "close", "checkout", "checkin" or "session" (an ORM session takes a connection to begin its transaction); whoever
    records may add kinds of their own.  `at` and `seconds` are in seconds, `at` since the recording began; `rows` is
    the number of parameter sets of a statement, `fetched` the rows that came back with it (those of a stream as
    they come, on SQLite; -1 where a synchronous driver tells nobody; a text of more than 500 characters counts
    as the rows it can hold), `told` the same for the error of one that failed, `times` how often the server runs it;
    `connection` and `session` are small numbers for each database connection and each ORM session, in order of first
    use; `where` is "file.py:12", or "" when no line of the watched code stood behind the event; `clues` go with an
    exception, for who tells its usual cause.
    """

    kind: str
    at: float
    sql: str = ""
    rows: int = 0
    fetched: int = 0
    told: int = 0
    times: int = 1
    seconds: float = 0.0
    failed: str = ""
    connection: int = 0
    session: int = 0
    where: str = ""
    line: str = ""
    cause: str = ""
    clues: dict[str, str] = field(default_factory=dict)


def never_awaited(event: Event) -> str:
    """A sentence on an event of this kind, with its place where that is known."""
    place = f" ({event.where})" if event.where else ""
    return f"{event.line} was never awaited, so it never ran{place}"


@dataclass
class Trace:
    """Events in order.  `dropped` counts statements beyond the first thousands, of which nothing else is kept."""

    events: list[Event] = field(default_factory=list)
    dropped: int = 0

    def __iter__(self) -> Iterator[Event]:
        return iter(self.events)

    def __len__(self) -> int:
        return len(self.events)

    def of(self, *kinds: str) -> list[Event]:
        """The events of these kinds, in order."""
        return [event for event in self.events if event.kind in kinds]

    def statements(self, verb: str = "") -> list[Event]:
        """The statements, or those that begin with `verb` ("SELECT"); not a BEGIN or COMMIT sent as a statement."""
        return [
            event
            for event in self.of("statement")
            if event.sql.lstrip().upper().startswith(verb.upper()) and not BEGINS_OR_ENDS.fullmatch(event.sql)
        ]

    def by_cause(self) -> dict[str, Trace]:
        """The trace of each cause, in the order they first appear: of each request, of each call."""
        found: dict[str, Trace] = {}
        for happened in self.events:
            found.setdefault(happened.cause, Trace()).events.append(happened)
        return found

    def usage(self) -> dict[str, int]:
        """How many ORM sessions began a transaction, and how many connections were taken and given back."""
        return {
            "sessions": len({event.session for event in self.of("session")}),
            "connections taken": len(self.of("checkout")),
            "connections given back": len(self.of("checkin")),
        }

    def since(self, start: int) -> Trace:
        """The part of the trace from event number `start` on."""
        return Trace(self.events[start:], self.dropped)

    def to_plain(self) -> dict[str, Any]:
        """The trace as plain data, for JSON."""
        return {
            # not asdict(), which would copy each value too
            "events": [{name: getattr(event, name) for name in Event.__slots__} for event in self.events],
            "dropped": self.dropped,
        }

    @classmethod
    def from_plain(cls, plain: dict[str, Any]) -> Trace:
        """The reverse of `to_plain`.  Raises TypeError, ValueError or KeyError for anything else, or for too much."""
        if len(plain["events"]) > MOST_EVENTS:
            raise ValueError(f"more than {MOST_EVENTS:,} events")
        numbers = ("rows", "fetched", "told", "times", "connection", "session")
        kinds: dict[str, Any] = {"at": float, "seconds": float, "clues": _texts} | dict.fromkeys(numbers, int)
        events = [
            Event(**{name: kinds.get(name, str)(value) for name, value in event.items()}) for event in plain["events"]
        ]
        return cls(events, int(plain["dropped"]))


def _texts(value: Any) -> dict[str, str]:
    return {str(name): str(text) for name, text in dict(value).items()}


def listing(statements: list[Event], width: int = 78) -> str:
    """The statements, numbered, each with the line that sent it, and the line that repeats, if one does."""
    rows = []
    for number, sent in enumerate(statements[:12], 1):
        sql = " ".join(sent.sql.split())
        sql = sql if len(sql) <= width else sql[: width - 2] + " …"
        many = f" ({sent.rows} rows)" if sent.rows > 1 else ""
        rows.append(f"  {number}. {sql + many:<{width}}  {sent.where}".rstrip())
    if len(statements) > 12:
        rows.append(f"  … and {len(statements) - 12} more")
    # a line whose loader options send several different statements repeats nothing
    repeated = Counter((sent.where, sent.sql) for sent in statements if sent.where).most_common(1)
    if repeated and repeated[0][1] > 2:
        (where, sql), times = repeated[0]
        of_many_rows = any(sent.rows > 1 for sent in statements if sent.sql == sql)
        rows.append(f"{where} sent the same one {times} times{': a statement for every row' * (not of_many_rows)}.")
    return "\n".join(rows)
