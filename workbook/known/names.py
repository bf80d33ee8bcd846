"""Names of SQLAlchemy 1.x, of the synchronous API, and of elsewhere: each mistake with its cause and cure."""

from __future__ import annotations

from workbook.known.entry import Known

NAMES = [
    Known(
        "query",
        "AttributeError",
        "`{whose}.{name}` belongs to an older, synchronous API",
        "build the query with `select(…)` and send it, `await session.scalars(select(…))`",
    ),
    Known(
        "engine executes",
        "AttributeError",
        "An engine sends nothing itself any more, so `{whose}.{name}` is gone",
        "`async with {whose}.connect() as connection: await connection.execute(…)`, or `{whose}.begin()` to commit",
    ),
    Known(
        "connection for session",
        "AttributeError",
        "`{whose}` is a connection, and knows nothing of objects",
        "use a session for `{name}`, from `async_sessionmaker`",
    ),
    Known(
        "statement fetched",
        "AttributeError",
        "`{whose}` only describes a statement, and has no rows before it was sent",
        "send it first: `(await session.execute({whose})).{name}()`, or `await session.scalars({whose})` for objects",
    ),
    Known(
        "bulk",
        "AttributeError",
        "AsyncSession has no `{name}`, which is an older way",
        "send many rows in one statement, `await session.execute(insert(Model), rows)`, or `session.add_all(objects)`",
    ),
    Known(
        "generic insert",
        "AttributeError",
        "This `insert` is the one of all databases, and `{name}` belongs to the database's own",
        "`from sqlalchemy.dialects.postgresql import insert`, or `.sqlite`, after the database it goes to",
    ),
    Known(
        "plain string",
        "ArgumentError",
        "SQL as a plain string is refused",
        "wrap it, `{call}(text(…))`, and give values as parameters (`:name`), not inside the string",
    ),
    Known(
        "string in query",
        "ArgumentError",
        "A plain string stands where an SQL expression is wanted, in `{call}`",
        "write it with the class's columns, as in `Book.price < 1000`, or wrap it in `text(…)`",
    ),
    Known(
        "select list",
        "ArgumentError",
        "`select([…])` with a list is how it was written before 1.4",
        "leave the brackets out: `select({inner})`",
    ),
    Known(
        "model executed",
        "ObjectNotExecutableError",
        "{model} is a class, not a statement",
        "make one of it, `select({model})`",
    ),
    Known(
        "record",
        "AttributeError",
        "`{name}` is what other libraries let a class or an object do by itself; here a session asks the database, and "
        "{model} has no such method",
        "{instead}",
    ),
    Known(
        "URL as text",
        "AttributeError",
        "`{whose}` is a URL as plain text, and `{name}` belongs to SQLAlchemy's URL",
        "make one of it, `make_url({whose}).{name}(…)`",
    ),
    Known(
        "engine of a factory",
        "AttributeError",
        "`{whose}` is a factory, and keeps what its sessions are made with in `kw`",
        '`{whose}.kw["bind"]` is the engine',
    ),
    Known("operation", "AttributeError", "Alembic has no operation `{name}`", "{better}"),
    Known(
        "code of a driver",
        "AttributeError",
        "`{name}` is what another driver's error has: asyncpg's has `sqlstate`, and SQLite's has `sqlite_errorname`",
        'ask for it with a default, `getattr(error.orig, "sqlstate", None)`',
    ),
    Known(
        "column of a table",
        "AttributeError",
        "There is no column `{name}` in `{whose}`",
        "it has {columns}",
    ),
    Known(
        "driver connection",
        "AttributeError",
        "`{whose}` is SQLAlchemy's wrapping of a connection, and `{name}` belongs to the driver's own",
        "`{whose}.driver_connection.{name}(…)`",
    ),
    Known(
        "import elsewhere",
        "ImportError",
        "`{name}` is not in `{module}`",
        "`from {place} import {name}`{twin}",
    ),
    Known(
        "import of nothing",
        "ImportError",
        "There is no `{name}` in `{module}`{near}",
        "check the spelling, and that the file was saved; two files that import each other see one another half made",
    ),
    Known(
        "no module",
        "ModuleNotFoundError",
        "Python finds no module `{name}`, neither among what is installed nor where your file is",
        "check the spelling; what stands in this file is used without an import, and the bookshop is "
        "`from workbook.bookshop import …`",
    ),
    Known(
        "unbound",
        "UnboundLocalError",
        "`{name}` gets its value only on some of the ways through the function, and none of those was taken",
        "give it a value before (`{name} = None`), and say what happens when it keeps that one",
    ),
    Known(
        "shadowed",
        "UnboundLocalError",
        "{function}() gives a value to `{name}`, so within it the name is its own, which has none yet, and not that of "
        "the file",
        "give what is stored there another name",
    ),
    Known(
        "hidden name",
        "TypeError",
        "In {function}() the name `{name}` is a {what} of its own, of type {kind}, which hides {of} `{name}()`",
        "{better}",
    ),
    Known(
        "statement lacks",
        "AttributeError",
        "`{name}()` is none of a statement's methods{of:, but }",
        "{better}",
    ),
]
