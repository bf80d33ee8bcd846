"""What the database says of a statement: each mistake with its cause and cure."""

from __future__ import annotations

from workbook.known.entry import Known

DATABASE = [
    Known(
        "begun by hand",
        "OperationalError, DBAPIError",
        "`{verb}` was sent as SQL, and SQLAlchemy, which begins and ends transactions by itself, knows nothing of it, "
        "or had begun already",
        "leave it out; use `async with ….begin()`, `commit()` and `rollback()`, and for an isolation level "
        "`execution_options(isolation_level=…)` before the first statement",
    ),
    Known(
        "SET TRANSACTION",
        "OperationalError",
        "SQLite has no `SET TRANSACTION`: its transactions are serializable as they are",
        "leave it out, or send it only where `session.get_bind().dialect.name` is `postgresql`",
    ),
    Known(
        "not in a transaction",
        "OperationalError, DBAPIError",
        "`{verb}` cannot run inside a transaction, and SQLAlchemy had begun one with the first statement",
        'send it on a connection of its own, `engine.execution_options(isolation_level="AUTOCOMMIT").connect()`',
    ),
    Known(
        "lock of an aggregate",
        "DBAPIError, 0A000",
        "`FOR UPDATE` locks rows, and what an aggregate or a group gives are no rows of the table",
        "lock the rows in a query without it first, and reckon then",
    ),
    Known(
        "lock of an outer join",
        "DBAPIError, 0A000",
        "`FOR UPDATE` would lock the far side of an outer join too, and `joinedload()` makes one: there may be no row",
        "say whose rows are meant, `.with_for_update(of=Order)`, or load with `selectinload()`",
    ),
    Known(
        "IN of one parameter",
        "OperationalError, ProgrammingError",
        "A parameter in text is one value, and `IN` was given {value} for one",
        '`text(…).bindparams(bindparam("name", expanding=True))`, or `select(…).where(Book.id.in_(…))`',
    ),
    Known(
        "cast by colons",
        "ProgrammingError",
        "After `:{name}` the `::{type}` is not read as a cast, for a colon begins a parameter",
        "write `CAST(:{name} AS {type})`",
    ),
    Known(
        "ambiguous in a conflict",
        "ProgrammingError",
        "In `DO UPDATE` a bare `{name}` can be that of the row that is there, or of the one that could not be inserted",
        "name whose, as in `Book.{name} + statement.excluded.{name}`, and in text `books.{name} + excluded.{name}`",
    ),
    Known(
        "ambiguous",
        "OperationalError, ProgrammingError",
        "More than one of the joined tables has a column `{name}`",
        "say whose is meant, with the table in front, `orders.{name}`",
    ),
    Known(
        "joined by a loader",
        "OperationalError, ProgrammingError",
        "The statement has `{table}` only under a name of its own, as `joinedload()` joins it, and nothing else can "
        "name that",
        "{better}",
    ),
    Known(
        "placeholder of a driver",
        "OperationalError, ProgrammingError",
        "`{sign}` is no parameter in `text()`, and goes to the database as it stands",
        "`:{name}` is one, whatever the driver, and its value goes beside the statement under that name",
    ),
    Known(
        "no column",
        "OperationalError, ProgrammingError",
        "No table of the statement has a column `{name}`{quoted}{near:; the bookshop has }",
        "check the spelling and the table; a text goes into single quotes, or better into a parameter",
    ),
    Known(
        "double quotes",
        "OperationalError, ProgrammingError",
        'Double quotes are for names in SQL, so `"{name}"` is taken for a column',
        "give the value as a parameter, `:name`, or write a text in single quotes",
    ),
    Known(
        "own word",
        "OperationalError, ProgrammingError",
        "`{name}` is a word of SQL's own, and the statement names a table by it",
        "the bookshop's tables have names in the plural, `orders`, `users`; a table that is really called so goes into "
        "double quotes",
    ),
    Known(
        "PRAGMA",
        "ProgrammingError",
        "`PRAGMA` is a statement of SQLite's, and this is another database",
        'send it only where `engine.dialect.name == "sqlite"`',
    ),
    Known(
        "word of another database",
        "OperationalError, ProgrammingError",
        "`{word}` is a word of {database}, and this is another database",
        "{better}",
    ),
    Known(
        "syntax",
        "OperationalError, ProgrammingError",
        "The database cannot read the statement from `{near}` on",
        "look at what stands there and just before it: a comma, a bracket, a word of another database; a value goes "
        "into a parameter, `:name`",
    ),
    Known(
        "values of many rows",
        "OperationalError, InterfaceError",
        "`values(…)` made one statement with {number} parameters, one for each value of each row, and a statement may "
        "have about 32,000",
        "give the rows as the second argument, `await session.execute(insert(…), rows)`, which sends them in parts",
    ),
    Known(
        "parameters of many",
        "OperationalError, InterfaceError",
        "The statement has {number} parameters, and one may have about 32,000",
        "ask for some hundreds at a time, or let the database find the rows by a condition or a subquery",
    ),
    Known(
        "not null and rows",
        "OperationalError, IntegrityError",
        "The rows that are there have no value for `{column}`, and NOT NULL lets none be without{default:; }",
        "give the column a `server_default=…` when it is added, or add it nullable, fill it by an UPDATE, and say "
        "`nullable=False` then",
    ),
    Known(
        "ALTER on SQLite",
        "OperationalError, NotImplementedError",
        "SQLite knows no `{asked}`",
        'let Alembic make the table anew, `with op.batch_alter_table("…") as table:` and then `table.alter_column(…)`',
    ),
    Known(
        "too long",
        "DBAPIError, 22001",
        "A text is longer than its column takes, {most}; SQLite does not look at the length",
        "shorten or refuse it before it is sent (`Field(max_length=…)`), or make the column longer",
    ),
    Known(
        "out of range",
        "DBAPIError",
        "A number is larger than its column takes: an `Integer` ends at 2,147,483,647 on PostgreSQL, and SQLite "
        "does not look at it",
        "refuse it before it is sent, or make the column a `BigInteger`",
    ),
    Known(
        "negative limit",
        "DBAPIError",
        "`LIMIT` or `OFFSET` got a number below zero, which SQLite lets pass",
        "look at how it is reckoned (`(page - 1) * size` needs its brackets), and refuse pages below 1",
    ),
    Known(
        "driver's parameters",
        "PostgresSyntaxError",
        "asyncpg's own connection was asked, and its parameters are `$1`, `$2`; `:name`, `?` and `%s` are others'",
        "write `$1`, or let SQLAlchemy send it, `await connection.execute(text(…), …)`",
    ),
]
