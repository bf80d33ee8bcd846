"""One sentence on the usual cause of an exception, from the clues that `checker.clues` read in the worker."""

from __future__ import annotations

import string

from checker.verdicts import Raised

CAUSES = {
    "greenlet, relationship": (
        "{attribute} was not loaded with its {owner}, and reading it needs a query that nobody can await there: "
        "add `.options({option})` to the query that loads the {owner}."
    ),
    "greenlet, expired": (
        "{attribute} had expired, after a rollback, or after a commit without `expire_on_commit=False`, and reading it "
        "needs a query that nobody can await there: read it before, or `await session.refresh(…)` first."
    ),
    "greenlet, deferred": (
        "{attribute} was left out of the query, and reading it needs another that nobody can await there: "
        "add `.options({option})`, or name it in `load_only(…)`."
    ),
    "greenlet": (
        "The database was asked by code that SQLAlchemy cannot suspend: go through a method of AsyncSession or "
        "AsyncConnection and await it, or call plain functions with `await ….run_sync(…)`."
    ),
    "schema": (
        "The schema read {attribute}, which was not loaded, or had expired at a commit without "
        "`expire_on_commit=False`, and reading cannot be awaited there: load it in the query, with selectinload() for "
        "a list and joinedload() for a single object, or keep it from expiring."
    ),
    "raise, relationship": (
        "{attribute} was not loaded with its {owner}: add `.options({option})` to the query that loads the {owner}."
    ),
    "detached, relationship": (
        "{attribute} was read after the session that loaded its {owner} was closed: load it while the session is "
        "open, by `.options({option})` in the query."
    ),
    "detached, expired": (
        "{attribute} had expired, as all attributes do at a commit without `expire_on_commit=False` and at a rollback, "
        "and the session was closed before it was read."
    ),
    "detached, deferred": (
        "{attribute} was left out of the query, and the session was closed before it was read: "
        "add `.options({option})` to the query."
    ),
    "detached": (
        "The object no longer belongs to a session, which was closed, so nothing more can be loaded into it: "
        "load what you need while the session is open."
    ),
    "unique constraint": (
        "A row with this value is there already. The transaction has failed with the statement: `await "
        "session.rollback()` before the session is used again, or put the statement into `session.begin_nested()` and "
        "catch the error around that block."
    ),
    "foreign key constraint": (
        "A row refers to one that is not there, or is referred to and was deleted. The transaction has failed with the "
        "statement: `await session.rollback()` before the session is used again."
    ),
    "not null constraint": (
        "A column that must have a value got none: a typing mistake in a name, or an id read before the flush. "
        "`await session.rollback()` before the session is used again."
    ),
    "constraint": (
        "The database refused the row, and the transaction has failed with the statement: `await session.rollback()` "
        "before the session is used again."
    ),
    "pending rollback": (
        "An earlier flush in this session had failed with {first}, and the session was used again without `await "
        "session.rollback()`; for one statement that may fail, use `async with session.begin_nested()`."
    ),
    "aborted": (
        "An earlier statement of this transaction had failed{places: at }, and PostgreSQL refuses all others until a "
        "rollback: `await session.rollback()`, or put the statement that may fail into `session.begin_nested()`."
    ),
    "pool": (
        "Every connection of the pool was out, and none came back in time{places:; taken at }: give each one back "
        "(`async with`) before the next is asked for, or ask for fewer at once."
    ),
    "locked": (
        "On SQLite one transaction writes at a time, and another had written and not yet ended{places:, at }: "
        "commit or roll back there before anybody else writes, and try what was refused again in a new transaction."
    ),
    "begun": (
        "The first use of a session, a SELECT too, begins its transaction by itself{places:, here at }: call `begin()` "
        "before anything else, or leave it out and end with `commit()`."
    ),
    "commit failed": (
        "A commit of this session had failed, and the session was used again: `await session.rollback()` first, or "
        "begin anew with a new session."
    ),
    "closed": (
        "The transaction of the surrounding `async with ….begin()` was already ended by a commit or rollback inside "
        "it: leave both to the block."
    ),
    "shared": "Two tasks used one session, or one connection, at the same time: give each task a session of its own.",
    "loop": "A connection belongs to the event loop that opened it: make the engine in the loop that uses it.",
    "crash": (
        "It crashed in compiled code.  A database's driver does so when a connection is used by two event loops or two "
        "threads at once: keep an engine to the event loop that made it, and each session to one task."
    ),
    "unique": (
        "joinedload() of a list gives its parent once for each row: call `.unique()` on the result first, or load the "
        "list with selectinload()."
    ),
    "no await": "{call} gave a coroutine, and it was used as if it were its result: an `await` is missing.",
    "too much await": "What stands after `await` on that line is a plain value, no coroutine: leave the `await` out.",
    "not called": "What stands after `await` on that line is a function that was not called: its `()` is missing.",
    "run_sync": (
        "create_all() and drop_all() are plain functions for a plain connection: `async with engine.begin() as "
        "connection: await connection.run_sync(Base.metadata.create_all)`."
    ),
    "no yield": (
        "A function under `@asynccontextmanager` needs a `yield`: what stands before it runs when the block is "
        "entered, what stands after it when the block is left."
    ),
    "records": "asyncpg takes each record as a tuple, its values in the order of `columns`: make one of every row.",
    "result": "A Result has keys, so dict() takes it for a mapping: give it the rows, `dict(result.all())`.",
}
MOST = 300  # characters of a clue: it comes from the worker


class _Words(string.Formatter):
    """Formats `{name}` as the clue, and `{name: at }` as " at " and the clue, or nothing when there is no such clue."""

    def get_value(self, key, args, kwargs) -> str:  # type: ignore[no-untyped-def]
        return str(kwargs.get(key, ""))[:MOST]

    def format_field(self, value: str, format_spec: str) -> str:
        return f"{format_spec}{value}" if value else ""


def sentence(raised: Raised) -> str:
    """The usual cause of what was raised, or ""."""
    return _Words().vformat(CAUSES.get(str(raised.clues.get("cause")), ""), (), raised.clues)
