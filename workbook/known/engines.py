"""Engines, their URLs, connections, sessions and the factories of these: each mistake with its cause and cure."""

from __future__ import annotations

from workbook.known.entry import Known

ENGINES = [
    Known(
        "no engine",
        "UnboundExecutionError",
        "The session does not know which database to ask, because it was made without an engine",
        "give the engine to the factory, `async_sessionmaker(engine, …)`",
    ),
    Known(
        "password hidden",
        "InvalidPasswordError",
        "The password that was sent is `***`, which is what `str(url)` shows in its place",
        "hand on the URL itself, or `url.render_as_string(hide_password=False)`",
    ),
    Known(
        "no table",
        "OperationalError, ProgrammingError",
        "The database has no table `{table}`{near}: it was never made here, or made in a transaction that nobody "
        "committed, as by `create_all` inside `engine.connect()`",
        "make tables inside `async with engine.begin()`, and check that the URL names the database you mean",
    ),
    Known(
        "opened twice",
        "InvalidRequestError",
        "`{opened}` is a connection that is open already, by an `await`, or by the block it is used in",
        "open it once, `async with engine.connect() as connection`, and use that name inside",
    ),
    Known(
        "URL written",
        "AttributeError, TypeError",
        "`{whose}` is a URL, which cannot be changed",
        "make another of it and keep that, `{whose} = {better}`",
    ),
    Known("session lacks", "AttributeError", "AsyncSession has no `{name}`", "{instead}"),
    Known(
        "connection's own",
        "AttributeError",
        "`{whose}` is an engine, which keeps connections, and `{name}` belongs to one of them",
        "`async with {whose}.begin() as connection` commits at its end, `{whose}.connect()` leaves that to you",
    ),
    Known(
        "driver's own",
        "AttributeError",
        "`{name}` is the driver's own, and `{whose}` is SQLAlchemy's connection",
        "send the statement and take its rows, `(await {whose}.execute(text(…))).all()`",
    ),
    Known(
        "session called",
        "TypeError",
        "`{whose}` is a session already, and not a factory that makes one",
        "use it as it is, `async with {whose} as session`, or make a factory, `async_sessionmaker(engine)`",
    ),
    Known(
        "block not opened",
        "AsyncContextNotStarted",
        "A {kind} was made, and neither entered nor awaited",
        "use it inside its block, `async with {block}`",
    ),
    Known(
        "awaited block",
        "TypeError",
        "`{opened}` gives what `async with` opens, and there is nothing to await before",
        "leave the `await` out, `async with {opened} as …`",
    ),
    Known(
        "block of a call",
        "TypeError",
        "`{opened}` gives its result when it is awaited, and is no block",
        "`result = await {opened}`",
    ),
    Known(
        "sync engine",
        "ArgumentError, TypeError",
        "{whose} was made by `create_engine`, and is synchronous",
        "make it with `create_async_engine(…)`, from `sqlalchemy.ext.asyncio`",
    ),
    Known(
        "sync session",
        "AttributeError, TypeError",
        "`{whose}` is a synchronous {kind}, as `sessionmaker`, `Session` and `create_engine` make them",
        "make it with `async_sessionmaker(engine, expire_on_commit=False)`, its engine with `create_async_engine(…)`",
    ),
    Known(
        "namesake",
        "TypeError, AttributeError",
        "`{name}` is that of the module `{module}`, which has only its name in common with SQLAlchemy's",
        "`from {place} import {name}`, at the head of the file, in the place of the other import",
    ),
    Known(
        "factory for an engine",
        "ArgumentError",
        "A session was given the factory where it wants the engine",
        "the factory makes the session by itself, `async with make_session() as session`",
    ),
    Known(
        "URL for an engine",
        "ArgumentError",
        "A {kind} was given where an engine is wanted",
        "make the engine first, `engine = create_async_engine(url)`, and give that",
    ),
    Known(
        "URL",
        "ArgumentError, ValueError",
        "The URL is not of the form `database+driver://user:password@host:port/name`",
        "correct it, a file as in `sqlite+aiosqlite:///books.sqlite`; a password with `@`, `:` or `/` in it goes "
        "through `URL.create(…)`, which writes these signs as a URL does",
    ),
    Known(
        "no such driver",
        "NoSuchModuleError",
        "SQLAlchemy knows no driver `{driver}` for {name}",
        "check the spelling, `sqlite+aiosqlite` or `postgresql+asyncpg`",
    ),
    Known(
        "no folder",
        "OperationalError, SQLITE_CANTOPEN",
        "SQLite makes the file that the URL names, but not the folder it is in, and needs the right to write there",
        "make the folder first, or correct the path; one without a leading `/` begins where the program was started",
    ),
    Known(
        "pool class",
        "ArgumentError",
        "This pool waits in a way that stops the event loop, so an asynchronous engine refuses it",
        "leave `poolclass` out, or use `AsyncAdaptedQueuePool`",
    ),
    Known(
        "engine option",
        "TypeError",
        "An engine has no option `{name}`",
        "check the spelling; what belongs to sessions, such as `expire_on_commit`, goes to "
        "`async_sessionmaker(engine, …)`",
    ),
    Known(
        "connection begun",
        "InvalidRequestError",
        "The connection's transaction had begun, by an earlier `begin()` or by its first statement, which begins one",
        "call `begin()` before anything else, or leave it out and `await connection.commit()` at the end",
    ),
    Known(
        "connection closed",
        "ResourceClosedError",
        "The connection was used after its block had ended, which gave it back",
        "move that line into the block, `async with engine.connect() as connection`",
    ),
    Known(
        "session closed",
        "InvalidRequestError",
        "This session was closed for good, as one with `close_resets_only=False` is, and was used again",
        "close it when all is done, or take a new one from the factory",
    ),
    Known(
        "transaction ended",
        "ResourceClosedError",
        "This transaction, or savepoint, was ended before, by a commit or a rollback",
        "end it once, or leave both to `async with ….begin()` or `async with session.begin_nested()`",
    ),
    Known(
        "session option",
        "TypeError",
        "A session has no option `{name}`, and the factory hands on what it was given",
        "check the spelling{near}; what belongs to the engine goes to `create_async_engine(…)`",
    ),
    Known(
        "no event",
        "InvalidRequestError",
        "Nothing there has an event `{name}`",
        "check the spelling: an engine has `connect`, `checkout`, `begin`, `before_cursor_execute`, a session "
        "`before_flush`, `after_commit`",
    ),
    Known(
        "pool size as text",
        "TypeError",
        "`pool_size` was given {value}, which is a text",
        "make a number of it, `int(…)`, as of everything that comes out of the environment",
    ),
    Known(
        "inspected without run_sync",
        "NoInspectionAvailable",
        "`{call}` asks the database by plain code, and `{given}` is asynchronous",
        "`await connection.run_sync(lambda plain: inspect(plain).get_table_names())`",
    ),
    Known(
        "engine closed",
        "AttributeError",
        "`{whose}` is an engine, and has no `close()`",
        "`await {whose}.dispose()` closes its connections, for whoever made it; a connection or session is "
        "closed by its block",
    ),
]
