"""The errors that lesson 12 produces and mends, of which its table is made.

They stand in its order: not here or not any more, not now, not like this.
"""

from __future__ import annotations

from workbook.known.entry import Known

CLINIC = [
    # -- not here, or not any more --------------------------------------------------------------------------------
    Known(
        "greenlet, relationship",
        "MissingGreenlet",
        "{attribute} was not loaded with its {owner}, and reading it needs a query that nobody can await there",
        "add `.options({option})` to the query that loads the {owner}",
    ),
    Known(
        "greenlet, expired",
        "MissingGreenlet",
        "{attribute} had expired, as all objects of a session do at a rollback, and at a commit without "
        "`expire_on_commit=False`, and reading it needs a query that nobody can await there",
        "read before what you need after it, and keep it in plain variables, or `await session.refresh(…)` each first",
    ),
    Known(
        "greenlet, deferred",
        "MissingGreenlet",
        "{attribute} was left out of the query, and reading it needs another that nobody can await there",
        "add `.options({option})`, or name it in `load_only(…)`",
    ),
    Known(
        "greenlet",
        "MissingGreenlet",
        "The database was asked by code that SQLAlchemy cannot suspend",
        "go through a method of AsyncSession or AsyncConnection and await it, or call plain functions with "
        "`await ….run_sync(…)`",
    ),
    Known(
        "schema",
        "ValidationError",
        "The schema read {attribute}, which was not loaded, or had expired at a commit without "
        "`expire_on_commit=False`, and reading cannot be awaited there",
        "load it in the query, with selectinload() for a list and joinedload() for a single object, or keep it from "
        "expiring",
    ),
    Known(
        "raise, relationship",
        "InvalidRequestError",
        "{attribute} was not loaded with its {owner}",
        "add `.options({option})` to the query that loads the {owner}",
    ),
    Known(
        "detached, relationship",
        "DetachedInstanceError",
        "{attribute} was read after the session that loaded its {owner} was closed",
        "load it while the session is open, by `.options({option})` in the query",
    ),
    Known(
        "detached, expired",
        "DetachedInstanceError",
        "{attribute} had expired, as all attributes do at a rollback, and at a commit without "
        "`expire_on_commit=False`, and the session was closed before it was read",
        "make sessions with `expire_on_commit=False`, and read before a rollback what you need after it",
    ),
    Known(
        "detached, deferred",
        "DetachedInstanceError",
        "{attribute} was left out of the query, and the session was closed before it was read",
        "add `.options({option})` to the query",
    ),
    Known(
        "detached",
        "DetachedInstanceError",
        "The object no longer belongs to a session, which was closed, so nothing more can be loaded into it",
        "load what you need while the session is open",
    ),
    Known(
        "pending rollback",
        "PendingRollbackError",
        "An earlier flush in this session had failed with {first}, and the session was used again without a rollback",
        "`await session.rollback()`; for one statement that may fail, `async with session.begin_nested()`",
    ),
    Known(
        "aborted",
        "DBAPIError, 25P02",
        "An earlier statement of this transaction had failed{places: at }, and PostgreSQL refuses all others until a "
        "rollback",
        "`await session.rollback()`, or put the statement that may fail into `session.begin_nested()`",
    ),
    Known(
        "commit failed",
        "InvalidRequestError",
        "A commit of this session had failed, and the session was used again",
        "`await session.rollback()` first, or begin anew with a new session",
    ),
    Known(
        "closed",
        "InvalidRequestError",
        "The transaction of the surrounding `async with ….begin()` was already ended by a commit or rollback inside "
        "it{places:, at }",
        "leave both to the block, and what needs the database before them; where several commits are meant, open a "
        "block for each, or the session without `.begin()`",
    ),
    Known(
        "begun",
        "InvalidRequestError",
        "The first use of a session, a SELECT too, begins its transaction by itself{places:, here at }",
        "call `begin()` before anything else, or leave it out and end with `commit()`",
    ),
    # -- not now --------------------------------------------------------------------------------------------------
    Known(
        "pool",
        "TimeoutError",
        "Every connection of the pool was out, and none came back in time{places:; taken at }",
        "give each one back (`async with`) before the next is asked for, or ask for fewer at once",
    ),
    Known(
        "locked",
        "OperationalError, SQLITE_BUSY",
        "On SQLite one transaction writes at a time, and another had written and not yet ended{places:, at }",
        "commit or roll back there before anybody else writes, and try what was refused again in a new transaction",
    ),
    Known(
        "deadlock",
        "DBAPIError, 40P01",
        "Two transactions each held a row that the other wanted, and the server ended this one",
        "take the rows in one order everywhere, say sorted, and try the whole transaction again: catch DBAPIError and "
        "ask for its code, for on PostgreSQL a deadlock is no OperationalError",
    ),
    Known(
        "serialization",
        "DBAPIError, 40001",
        "Somebody else has changed what this transaction read, and its isolation level does not allow that",
        "try the whole transaction again, from its first SELECT",
    ),
    Known(
        "lock",
        "DBAPIError, 55P03",
        "A row is locked by another transaction, and this one was not to wait for it, or not that long",
        "try the whole transaction again, a little later",
    ),
    Known(
        "too slow",
        "DBAPIError, 57014",
        "The statement took longer than the server's `statement_timeout` allows",
        "trying again takes as long: make it quicker (an index, fewer rows), or give it more time",
    ),
    Known(
        "lost",
        "DBAPIError, connection_invalidated",
        "The connection was lost: the server was restarted, or ended it",
        "begin the transaction again with a new connection, which the pool now opens; `pool_pre_ping=True` finds dead "
        "ones before they are given out. If it was the COMMIT that got no answer, look first whether it was done",
    ),
    Known(
        "unreachable",
        "OSError",
        "Nobody listens at the host and port, or the socket, that the URL names",
        "start the server, or correct the URL; until then no repeating helps",
    ),
    Known(
        "shared",
        "InvalidRequestError",
        "Two tasks used one session, or one connection, at the same time",
        "do it one after another, or give each task a session of its own",
    ),
    Known(
        "loop",
        "RuntimeError",
        "A connection belongs to the event loop that opened it",
        "make the engine in the loop that uses it",
    ),
    Known(
        "crash",
        "no exception, the process ends",
        "It crashed in compiled code, as a database's driver does when a connection is used by two event loops or two "
        "threads at once",
        "keep an engine to the event loop that made it, and each session to one task",
    ),
    # -- not like this --------------------------------------------------------------------------------------------
    Known(
        "unique constraint",
        "IntegrityError",
        "A row with this value is there already, and the transaction has failed with the statement",
        "`await session.rollback()` before the session is used again, or put the statement into "
        "`session.begin_nested()` and catch the error around that block",
    ),
    Known(
        "foreign key constraint",
        "IntegrityError",
        "A row refers to one that is not there, or is referred to and was deleted, and the transaction has failed with "
        "the statement",
        "`await session.rollback()` before the session is used again",
    ),
    Known(
        "not null constraint",
        "IntegrityError",
        "A column that must have a value got none, by a typing mistake in a name, or by an id read before the flush",
        "give it one, and `await session.rollback()` before the session is used again",
    ),
    Known(
        "constraint",
        "IntegrityError",
        "The database refused the row, and the transaction has failed with the statement",
        "`await session.rollback()` before the session is used again",
    ),
    Known(
        "no dialect",
        "NoSuchModuleError",
        "SQLAlchemy knows no database by the name that the URL begins with (`postgres` is one: it wants `postgresql`)",
        "name the database and its asyncio driver, `postgresql+asyncpg://…`",
    ),
    Known(
        "no driver",
        "ModuleNotFoundError",
        "The URL names a database and no driver, and SQLAlchemy wants the one that it takes by itself, which is not "
        "asynchronous",
        "do not install it, but name the one you have, `postgresql+asyncpg://…` or `sqlite+aiosqlite:///…`",
    ),
    Known(
        "sync driver",
        "InvalidRequestError",
        "The URL leads to a driver that is not asynchronous",
        "name the asyncio driver, `sqlite+aiosqlite:///…` or `postgresql+asyncpg://…`",
    ),
    Known(
        "sslmode",
        "TypeError",
        "What stands behind the `?` of a URL is given to the driver, and asyncpg does not know `sslmode`",
        "write `ssl=require` where another driver reads `sslmode=require`",
    ),
    Known(
        "unique",
        "InvalidRequestError",
        "joinedload() of a list gives its parent once for each row",
        "call `.unique()` on the result first, or load the list with selectinload()",
    ),
    Known(
        "no await",
        "AttributeError, TypeError",
        "{call} gave a coroutine, and it was used as if it were its result",
        "an `await` is missing",
    ),
    Known(
        "too much await",
        "TypeError",
        "What stands after `await` on that line is a plain value, no coroutine",
        "leave the `await` out",
    ),
    Known(
        "not called",
        "TypeError",
        "What stands after `await` on that line is a function that was not called",
        "its `()` is missing",
    ),
    Known(
        "run_sync",
        "AttributeError",
        "create_all() and drop_all() are plain functions for a plain connection",
        "`async with engine.begin() as connection: await connection.run_sync(Base.metadata.create_all)`",
    ),
    Known(
        "no yield",
        "TypeError",
        "A function under `@asynccontextmanager` needs a `yield`",
        "what stands before it runs when the block is entered, what stands after it when the block is left",
    ),
    Known(
        "records",
        "KeyError, TypeError",
        "asyncpg takes each record as a tuple, its values in the order of `columns`",
        "make one of every row",
    ),
    Known(
        "result",
        "TypeError",
        "A Result has keys, so dict() takes it for a mapping",
        "give it the rows, `dict(result.all())`",
    ),
]
