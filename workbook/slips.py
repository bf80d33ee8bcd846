"""Slips: more mistakes of a line or a model, each with its cause and cure, told beside lesson 12's table of errors."""

from __future__ import annotations

from workbook.known import Known

SLIPS = [
    # -- tasks, threads, functions that others call ---------------------------------------------------------------
    Known(
        "future not awaited",
        "RuntimeError",
        "`{whose}` is a future, as `gather()` gives one, and its results are there when it was awaited",
        "`await {whose}` first, or `await asyncio.gather(…)` where it is made",
    ),
    Known(
        "coroutine wanted",
        "TypeError, ValueError",
        "`{call}()` takes the coroutine that a call of `{given}` gives, and not the function",
        "call it inside the brackets, `{call}({inner})`",
    ),
    Known(
        "gather a list",
        "TypeError",
        "`{call}()` takes each awaitable as an argument of its own, and was given all in one",
        "put a star before it, `await {call}(*{given})`",
    ),
    Known(
        "tasks wanted",
        "TypeError",
        "`{call}()` waits for tasks, and was given coroutines",
        "`await asyncio.gather(*…)` gives their results in order; or make a task of each, `asyncio.create_task(…)`",
    ),
    Known(
        "called at once",
        "TypeError",
        "`{given}` is called on the spot, and `{call}()` wants the function itself, to call it by its own means",
        "give the function and its arguments apart, `{better}`",
    ),
    Known(
        "result too early",
        "InvalidStateError",
        "`{call}` was asked before the task had ended, and inside the block of its TaskGroup none has to have",
        "read the results after the block, one indentation less, or `await` the task",
    ),
    Known(
        "coroutine for a value",
        "DBAPIError",
        "{call} gave a coroutine, and it was sent to the database as a value",
        "an `await` is missing before the call that made it",
    ),
    Known(
        "time ran out",
        "TimeoutError",
        "What `{call}` waits for had not come to its end when the time was over, and was cancelled",
        "give it more time, or find what it waits for: a lock, a connection of the pool, an answer from elsewhere",
    ),
    Known(
        "list awaited",
        "TypeError",
        "`await` waits for one, and `{given}` is a list",
        "`[await … for … in …]` takes one after the other, as one session wants it; "
        "`await asyncio.gather(*…)` for all at once, where each has a session of its own",
    ),
    Known(
        "value for a coroutine",
        "TypeError",
        "`{call}()` waits for what an `async def` gives when it is called, and `{given}` is, or holds, a plain value",
        "call an `async def` inside its brackets; what is there already need not be waited for",
    ),
    # -- what Python refuses --------------------------------------------------------------------------------------
    Known(
        "argument missing",
        "TypeError",
        "`{call}` lacks {names}{takes:, and takes }",
        "give a value for it",
    ),
    Known(
        "argument of no name",
        "TypeError",
        "`{call}` gives `{name}`, and no argument has that name{takes:; it takes }",
        "check the spelling, or leave it out",
    ),
    Known(
        "arguments too many",
        "TypeError",
        "`{call}` gives more values than it takes{takes:, which are }",
        "leave out what is too many; some arguments are given only by name",
    ),
    Known(
        "argument missing elsewhere",
        "TypeError",
        "`{call}` gives too few values: `{function}` needs one more, which its documentation calls {names}",
        "give it that too",
    ),
    Known(
        "argument of no name elsewhere",
        "TypeError",
        "`{function}` takes no argument that is called `{name}`",
        "check the spelling{near:; it has }, or leave it out of `{call}`",
    ),
    Known(
        "leaving a block",
        "TypeError",
        "A block calls `{method}` with three values, the exception's class, itself and its traceback, also when there "
        "is none",
        "`{plain}(self, *error)`",
    ),
    Known(
        "constraint of PostgreSQL",
        "TypeError",
        "`constraint=` is PostgreSQL's alone, and names a constraint, not a column",
        "give the columns, `index_elements=[…]`, which SQLite knows too",
    ),
    Known(
        "percent in a configuration",
        "ValueError",
        "In `{call}` a value goes through `configparser`, which takes a `%`, as in an encoded password, for the "
        "beginning of a name",
        'double it, `url.replace("%", "%%")`, or give the URL to `create_async_engine(…)` itself',
    ),
    Known(
        "self missing",
        "TypeError",
        "A method gets its object first, and `def {method}` has no parameter for it",
        "put `self` first",
    ),
    Known(
        "key as text",
        "TypeError",
        "`key=` of `{call}()` wants a function, and was given a text",
        "`key=lambda each: each.{key}`, or let the database sort, `order_by(…)`",
    ),
    Known(
        "list by name",
        "TypeError",
        "`{whose}` is a list, and `{key}` belongs to each {kind} in it",
        "go over the list, `for each in {whose}`",
    ),
    Known(
        "none in an expression",
        "TypeError",
        "`{whose}` is None: a query that finds no row gives None, a sum over no rows too, and a function without "
        "`return`",
        "say what happens then (`if … is None`), or give another value, `func.coalesce(…, 0)` in a query",
    ),
    Known(
        "rows as objects",
        "TypeError",
        "`{given}` holds objects, and an `insert()` or `update()` takes a dict for each row",
        "`session.add_all({given})` stores objects; or make dicts, with the columns' names as keys",
    ),
    Known(
        "rows as tuples",
        "ValueError, TypeError",
        "`{given}` holds tuples, and an `insert()` or `update()` takes a dict for each row",
        "give each value its column's name, `{{'isbn': …, 'title': …}}`",
    ),
    Known(
        "arguments too many elsewhere",
        "TypeError",
        "`{call}` gives more values by position than `{function}` takes",
        "leave out what is too many, give several in one list where a list is wanted, or give by name what has a name",
    ),
    Known(
        "operands",
        "TypeError",
        "Python knows no `{sign}` between {left} and {right}",
        "look at both sides for the one that is not what it should be, and convert it, as with `int(…)` or `str(…)`",
    ),
    # -- rows and what they hold ----------------------------------------------------------------------------------
    Known(
        "exists executed",
        "ArgumentError",
        "`.exists()` makes a condition of a query, and a condition alone is no statement",
        "put it into a `select(…)`, as in `await session.scalar(select(query.exists()))`",
    ),
    Known(
        "in_ of objects",
        "ArgumentError",
        "`{given}` holds objects, and `{call}()` compares a column with plain values",
        "take the keys, as in `{call}([each.id for each in {given}])`",
    ),
    Known(
        "uncalled",
        "AttributeError",
        "`{whose}` is a function that was not called, so there is no `{name}` of what it gives",
        "`{whose}().{name}`",
    ),
    Known(
        "first column",
        "AttributeError",
        "`{whose}` is a plain {kind}, the first of the columns that were asked for: `scalar()` and `scalars()` leave "
        "out the others",
        "take the row, `(await session.execute(…)).one_or_none()`, which has `{name}`, or select the class for objects",
    ),
    Known(
        "row written",
        "AttributeError",
        "`{whose}` is a row, which is what a query read and cannot be changed",
        "change the object itself, from `session.scalars(…)`, or make a dict of the row, `dict({whose}._mapping)`",
    ),
    Known(
        "result by place",
        "TypeError",
        "`{whose}` is a result, from which rows have yet to be taken, and has no places",
        "`{whose}.all()` is a list, and `{whose}.first()` the first or None",
    ),
    Known(
        "dict of others",
        "ValueError, TypeError",
        "`dict({whose})` wants two values for each entry, and was given others",
        "say which is the key and which the value, `{{each.id: each for each in …}}`, or select two columns",
    ),
    Known(
        "keys unpacked",
        "ValueError",
        "A loop over the dict `{whose}` gives its keys alone",
        "`for …, … in {whose}.items()`",
    ),
    # -- models ---------------------------------------------------------------------------------------------------
    Known(
        "table twice",
        "InvalidRequestError",
        "There is a table `{table}` already in this `MetaData`, and a second class was to be mapped to it",
        "use the class that is there, by importing it, or give the new one a `__tablename__` of its own",
    ),
    Known(
        "no primary key",
        "ArgumentError",
        "{model} has no primary key, and SQLAlchemy tells objects apart by it",
        "say `primary_key=True` in the `mapped_column(…)` of the column, or of each of the columns, that make the key",
    ),
    Known(
        "no table name",
        "InvalidRequestError",
        "{model} does not say which table it stands for",
        'write `__tablename__ = "…"` in the class',
    ),
    Known(
        "not Mapped",
        "MappedAnnotationError, ArgumentError",
        "The annotation of {model}.{name} is a plain type, and SQLAlchemy reads the type from within `Mapped[…]`",
        "write `{name}: Mapped[…] = …`",
    ),
    Known(
        "no column type",
        "MappedAnnotationError, ArgumentError",
        "SQLAlchemy knows no column for the type in the annotation of {model}.{name}",
        "name one, `mapped_column(JSON)` for example; what leads to other objects is a `relationship()`",
    ),
    Known(
        "Python's type",
        "ArgumentError",
        "`{kind}` is a type of Python's, and a column wants one of SQLAlchemy's",
        "write `{better}`, or leave it out, since `Mapped[{kind}]` says the same",
    ),
    Known(
        "column argument",
        "ArgumentError",
        "A column was given {given}, which is neither a type, nor a `ForeignKey`, nor a constraint",
        "a length belongs to its type, `String(200)`; all else is given by name, as in `default=…`",
    ),
    Known(
        "class of no name",
        "InvalidRequestError",
        "{relationship} leads to a class `{name}`, and no mapped class of the same `Base` has this name",
        "check its spelling (it is the class's name, not the table's), and that the module with it is imported before "
        "the first query",
    ),
    Known(
        "no foreign key",
        "NoForeignKeysError",
        "{relationship} has nothing to go by: no foreign key leads from `{left}` to `{right}`, or back",
        'give a column of `{many}`{column} its foreign key, `mapped_column(ForeignKey("{one}.id"))`',
    ),
    Known(
        "two foreign keys",
        "AmbiguousForeignKeysError",
        "Several foreign keys join `{left}` and `{right}`, and {relationship} does not say which it goes by",
        "name the column, `relationship(foreign_keys=[…])`, on both sides",
    ),
    Known(
        "foreign key to no table",
        "NoReferencedTableError",
        "The foreign key of `{column}` names `{target}`, and there is no such table",
        "write the table's name, its `__tablename__`, and not the class's, as in `ForeignKey(\"users.id\")`; the "
        "module of the other class must be imported too",
    ),
    Known(
        "foreign key to no column",
        "NoReferencedColumnError",
        "The foreign key of `{column}` names `{target}`, and that is no column of a table",
        'write the table and its column with a dot between, as in `ForeignKey("users.id")`',
    ),
    Known(
        "other side",
        "InvalidRequestError",
        '{relationship} says `back_populates="{name}"`, and {model} has no `{name}`',
        "write the name of the relationship that leads back, exactly as it stands in {model}",
    ),
    Known(
        "orphans of the many",
        "ArgumentError",
        "`delete-orphan` stands at {relationship}, which leads to the one; it is the one that owns the many",
        'say `cascade="all, delete-orphan"` at the list of {other}, and leave it out here',
    ),
    # -- names that belong elsewhere --------------------------------------------------------------------------------
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
    # -- queries ----------------------------------------------------------------------------------------------------
    Known(
        "function of Python",
        "TypeError, NotImplementedError",
        "Python's `{function}()` works on a value, and `{argument}` is reckoned from a column, which has its values "
        "only in the database",
        "let the database do it, `{instead}`",
    ),
    Known(
        "brackets",
        "TypeError",
        "`{sign}` binds more tightly than a comparison, so Python reads `{bound}` first",
        "put brackets around each comparison, `(…) {sign} (…)`, or give them to `where()` one after the other",
    ),
    Known(
        "autoescape",
        "TypeError",
        "`{call}()` takes its pattern as it is, and has no `autoescape`",
        "use `.contains(text, autoescape=True)`, which puts the `%` there by itself",
    ),
    Known(
        "filter by position",
        "TypeError",
        "`filter_by()` takes names with values, and `{condition}` is a condition",
        "give that to `where({condition})`",
    ),
    Known(
        "old statement",
        "TypeError",
        "`{verb}()` takes the table alone; condition and values inside its brackets are how it was written before 1.4",
        "`{verb}({model}).where(…)`, and `.values(…)` where values belong to it",
    ),
    Known(
        "uncalled operand",
        "TypeError",
        "`{whose}` is a method that was not called",
        "`{whose}()`",
    ),
    Known(
        "option of another",
        "ArgumentError",
        "`{before}` leads to {there}, and `{option}` is no attribute of {there}",
        "go on with one of {there}'s, or give the option a place of its own in `.options(…, …)`",
    ),
    Known(
        "case list",
        "ArgumentError",
        "`case([…])` with a list is how it was written before 1.4",
        "leave the brackets out: `case({inner}, else_=…)`",
    ),
    Known(
        "path",
        "AttributeError",
        "`{whose}` is a relationship, and there is no going on from it to `{name}` with a dot",
        "name the class that it leads to, {there}: `selectinload({whose}).selectinload({there}.…)` to load, "
        "`.join({whose})` and then `{there}.…` in a query",
    ),
    Known(
        "value of no name",
        "AttributeError",
        "`values({given})` does not say which column is to get it",
        "name the column, `values(price=…)`",
    ),
    Known(
        "schema selected",
        "ArgumentError",
        "{model} is a schema of Pydantic's, and the database knows nothing of it",
        "select the class of the table, and make the schema of what comes back, `model_validate(…)`",
    ),
    Known(
        "statement executed",
        "AttributeError",
        "`{whose}` only describes a statement, and does not send itself",
        "`await session.execute({whose})`",
    ),
    Known(
        "select changed",
        "AttributeError",
        "`{whose}` selects, and a `{name}` is a statement of its own",
        "`await session.execute({name}(Model).where(…))`",
    ),
    # -- what the database says -------------------------------------------------------------------------------------
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
        "ambiguous",
        "OperationalError, ProgrammingError",
        "More than one of the joined tables has a column `{name}`",
        "say whose is meant, with the table in front, `orders.{name}`",
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
        "The rows that are there have no value for `{column}`, and NOT NULL lets none be without",
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
    # -- objects, engines -------------------------------------------------------------------------------------------
    Known(
        "stale",
        "StaleDataError",
        "The row that was to be changed is no longer there, or no longer in the version that was read: a statement or "
        "somebody else has deleted or changed it since",
        "roll back and read it again before the change; what one statement can do (`update(…)`) need not be read",
    ),
    Known(
        "row gone",
        "InvalidRequestError, ObjectDeletedError",
        "The row of this {model} is no longer there, since it was deleted or rolled back, so it cannot be read again",
        "read what you need before, or ask with `await session.get(…)`, which gives None then",
    ),
    Known(
        "not of this session",
        "InvalidRequestError",
        "This {model} does not belong to this session: it came from another, which was closed",
        "get it in this one, `await session.get({model}, …)`, or take it in with `session.add(…)`",
    ),
    Known(
        "names as text",
        "KeyError",
        "`{call}()` takes a list of names, and {given} is one text, whose letters are looked for one by one",
        "put it in brackets, `[{given}]`",
    ),
    Known(
        "statement for an object",
        "UnmappedInstanceError",
        "An object is wanted, and was given a statement",
        "send the statement by `await session.execute(…)`, such as `delete(Book).where(…)`, or get the object first",
    ),
    Known(
        "list for one",
        "AttributeError",
        "This relationship leads to one object, and was given a {kind}",
        "give it the object itself, without brackets",
    ),
    Known(
        "dict of an object",
        "TypeError",
        "The `__dict__` of an object holds SQLAlchemy's own `_sa_instance_state` too, which {model}(…) does not take",
        "name the columns: `{{each.key: getattr(obj, each.key) for each in inspect({model}).column_attrs}}`",
    ),
    Known(
        "listener",
        "TypeError",
        "The listener `{name}` takes {number}, and SQLAlchemy calls it with another number of values",
        "give it the parameters that the event has: `connect` hands over `(dbapi_connection, connection_record)`",
    ),
    Known(
        "pool option",
        "TypeError",
        "`{name}` is for a pool that keeps connections, and a {pool} keeps none",
        "leave either `{name}` or `poolclass` out",
    ),
    Known(
        "driver option",
        "TypeError",
        "The driver does not know `{name}`: what stands in `connect_args`, or behind the `?` of a URL, is given to it",
        "{better}",
    ),
    Known(
        "type of Python",
        "AttributeError",
        "`cast()` was given a type of Python's",
        "give it a type of SQLAlchemy's, `Integer`, `Float`, `String`",
    ),
    Known(
        "unknown name",
        "NameError",
        "Nothing is called `{name}` here: it was neither given a value before this line, nor imported, nor is it a "
        "parameter",
        "check the spelling{near}",
    ),
    Known(
        "too many clients",
        "TooManyConnectionsError, 53300",
        "The server has as many connections as its `max_connections` allows",
        "`pool_size` plus `max_overflow`, times the processes, has to stay below it; make one engine a process, and "
        "dispose of it at the end",
    ),
    Known(
        "prepared elsewhere",
        "DBAPIError, 42P05 or 26000",
        "asyncpg prepares statements on its connection, and behind a pooler such as PgBouncer the next transaction may "
        "get another connection of the server's",
        '`connect_args={{"statement_cache_size": 0, "prepared_statement_cache_size": 0, '
        '"prepared_statement_name_func": lambda: f"__asyncpg_{{uuid4()}}__"}}`, and `NullPool`',
    ),
    # -- values of another kind than was thought --------------------------------------------------------------------
    Known(
        "task for its result",
        "AttributeError",
        "`{whose}` is a task, and what its coroutine gave is its result",
        "`{whose}.result()` when it has ended, or `await {whose}`",
    ),
    Known(
        "generator awaited",
        "TypeError",
        "What stands after `await` on that line is an asynchronous generator, which gives one value after another",
        "go over it, `async for … in …`, or make a list of it, `[each async for each in …]`",
    ),
    Known(
        "key of a dict",
        "AttributeError",
        "`{whose}` is a dict, and `{name}` is one of its keys",
        '`{whose}["{name}"]`',
    ),
    Known(
        "list for its objects",
        "AttributeError",
        "`{whose}` is a list, and `{name}` belongs to each {kind} in it",
        "go over the list, `for each in {whose}`, and take `each.{name}`",
    ),
    Known(
        "value called",
        "TypeError",
        "`{whose}` is a value, and no function",
        "leave its `()` out",
    ),
    Known(
        "one object looped",
        "TypeError",
        "`{whose}` is one {kind}, and no list of them",
        "ask for all, `(await session.scalars(…)).all()`, or use the one as it is",
    ),
    Known(
        "conflict of MySQL",
        "AttributeError",
        "`{name}` belongs to MySQL's `insert`",
        "on PostgreSQL and SQLite it is `on_conflict_do_update(index_elements=[…], set_={{…}})`",
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
        "annotation of no name",
        "MappedAnnotationError, ArgumentError",
        "The annotation of {model}.{name} has a `{unknown}`, which SQLAlchemy looks for at the head of the file, and "
        "does not find",
        "import it there, not inside a function, and outside of `if TYPE_CHECKING:`",
    ),
    Known(
        "pool size as text",
        "TypeError",
        "`pool_size` was given {value}, which is a text",
        "make a number of it, `int(…)`, as of everything that comes out of the environment",
    ),
    # -- services ---------------------------------------------------------------------------------------------------
    Known(
        "from_orm",
        "PydanticUserError",
        "`from_orm()` is Pydantic 1's, and needs a schema that reads attributes",
        "`model_validate(…)`, and `model_config = ConfigDict(from_attributes=True)` in the schema",
    ),
    Known(
        "state of the request",
        "AttributeError",
        "`{whose}` is what this request keeps; what the lifespan has made is kept by the application",
        "`request.app.state.{name}`",
    ),
    Known(
        "state without",
        "AttributeError",
        "Nobody has put a `{name}` into `{whose}`, which holds: {there}",
        "write the same name where the lifespan sets it and here; a lifespan that does not run sets nothing",
    ),
    Known(
        "schema without",
        "AttributeError",
        "`{whose}` is a schema's, which has no `{name}`",
        "it has {fields}",
    ),
    Known(
        "schema by name",
        "TypeError",
        "`{whose}` is an object of a schema, and no dict",
        "`{whose}.{key}`",
    ),
    Known(
        "object for keywords",
        "TypeError",
        "`**` wants a dict, and `{given}` is an object of the database",
        "`{made}.model_validate({given})`, with `from_attributes=True` in the schema",
    ),
    Known(
        "schema for keywords",
        "TypeError",
        "`**` wants a dict, and `{given}` is an object of a schema",
        "`{made}(**{given}.model_dump())`",
    ),
    Known(
        "schema by position",
        "TypeError",
        "A schema takes its values by name only",
        "`{made}.model_validate({given})` makes one of an object or a dict, with `from_attributes=True` for an object",
    ),
    Known(
        "field of another type",
        "ResponseValidationError, ValidationError",
        "The field `{field}` was given {value}: {said}",
        "declare the field as what is really there, or convert the value before",
    ),
    Known(
        "lifespan called",
        "TypeError",
        "`{call}` calls the lifespan, and FastAPI wants the function itself, to call it with the application",
        "leave its `()` out, `lifespan={function}`",
    ),
    Known(
        "lifespan without app",
        "TypeError",
        "FastAPI calls the lifespan with the application, and it takes another number of values",
        "`async def lifespan(app: FastAPI)`, under `@asynccontextmanager`",
    ),
    Known(
        "alias as a default",
        "TypeError",
        "`{whose}` is the alias itself: it was written as the parameter's default, behind `=`",
        "write it as the type, `{whose}: RequestSession`",
    ),
    Known(
        "dependency by hand",
        "TypeError",
        "`{function}` was called by hand, and what it takes is FastAPI's to give",
        "let FastAPI call it: a parameter `session: Annotated[AsyncSession, Depends({function})]`",
    ),
]
