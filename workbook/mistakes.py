"""Mistakes of a line, each with its cause and cure: what the checker tells beside lesson 12's table of errors."""

from __future__ import annotations

from workbook.known import Known

MISTAKES = [
    Known(
        "debugger",
        "BdbQuit",
        "The debugger waits for somebody who types, and behind the wall there is nobody",
        "in a terminal, `pytest checker -k … --in-process --pdb` runs your code where `breakpoint()` and `--pdb` work",
    ),
    # -- await, with, for -----------------------------------------------------------------------------------------
    Known(
        "await binds",
        "AttributeError, TypeError",
        "`await` takes `{call}{after}` together, so `{after}` is looked up on the coroutine before anything is awaited",
        "write `(await {call}){after}…`{short}",
    ),
    Known(
        "plain with",
        "TypeError",
        "`{opened}` is opened by a plain `with`, and entering it has to be awaited",
        "write `async with {opened}`",
    ),
    Known(
        "async with",
        "TypeError",
        "`async with` cannot enter what `{opened}` gives",
        "use plain `with` if that is a plain context manager, or open something that is asynchronous, such as "
        "`make_session()` or `engine.begin()`",
    ),
    Known(
        "factory block",
        "TypeError",
        "`{opened}` is the factory that makes sessions, not a session",
        "call it, `async with {opened}() as session`",
    ),
    Known(
        "engine block",
        "TypeError",
        "`{opened}` is an engine, and what one opens is a connection from it",
        "write `async with {opened}.connect() as connection`, or `{opened}.begin()` to have a commit at the end",
    ),
    Known(
        "block of a coroutine",
        "TypeError",
        "`{opened}` gives a coroutine, and `async with` needs a context manager",
        "put `@asynccontextmanager` over that function and let it `yield`",
    ),
    Known(
        "sync factory",
        "TypeError",
        "`{whose}` was made by `sessionmaker`, which makes synchronous sessions",
        "make it with `async_sessionmaker(engine, expire_on_commit=False)`",
    ),
    Known(
        "factory",
        "AttributeError",
        "`{whose}` is the factory that makes sessions, and `{name}` belongs to a session",
        "open one first, `async with {whose}() as session`, and use `session.{name}`",
    ),
    Known(
        "transaction for session",
        "AttributeError",
        "`{whose}` is a transaction, not a session: that is what `….begin()` of a session gives to its block",
        "write `async with make_session.begin() as {whose}`, without `()` after `make_session`",
    ),
    Known(
        "plain for",
        "TypeError",
        "A plain loop cannot wait for the next row of a stream",
        "write `async for … in {iterated}`",
    ),
    Known(
        "async for",
        "TypeError",
        "The rows are there already, and `async for` only goes over what arrives bit by bit, such as a stream",
        "write a plain `for … in {iterated}`, or ask for a stream with `await session.stream(…)`",
    ),
    Known(
        "stream not awaited",
        "TypeError",
        "`{iterated}` gives a coroutine, and the stream is what it returns",
        "write `async for … in await {iterated}`",
    ),
    Known(
        "run_sync called",
        "TypeError",
        "`{call}()` is called on the spot, and `run_sync` wants the function itself, to call it with a connection",
        "leave out the `()`: `await connection.run_sync({call})`",
    ),
    Known(
        "running loop",
        "RuntimeError",
        "An event loop is running already, here and in every notebook, and `{call}` wants to start another",
        "write `await {inner}`",
    ),
    Known(
        "async listener",
        "NotImplementedError",
        "Events are called by plain code, so they are not listened for on the asynchronous object itself",
        "listen on `engine.sync_engine` (or `session.sync_session`), with a function that is plain `def`",
    ),
    # -- results and rows -----------------------------------------------------------------------------------------
    Known(
        "row",
        "AttributeError",
        "`{whose}` is a row, a tuple with a {held} in it, and not the {held}",
        "ask for the objects themselves, with `await session.scalars(…)`, or take it out of the row, "
        "`{whose}[0].{name}`",
    ),
    Known(
        "row without",
        "AttributeError",
        "`{whose}` is a row, and its columns are {keys}, with no `{name}` among them",
        "use one of these, or add what is missing to the `select()`, with `.label(…)` for its name",
    ),
    Known(
        "result attribute",
        "AttributeError",
        "`{whose}` is a {kind}, from which rows have yet to be taken, and has no `{name}`",
        "take them first, with `.all()`, `.first()` or `.one()`, or ask for one value with `await session.scalar(…)`",
    ),
    Known(
        "none",
        "AttributeError",
        "`{whose}` is None, so there was nothing to read `{name}` from: a query that finds no row gives None, and so "
        "does a function without `return`",
        "say what happens then (`if … is None`), or check what should have been found",
    ),
    Known(
        "plain value",
        "AttributeError",
        "`{whose}` is a plain {kind} already, which has no `{name}`",
        "use it as it is; if an object was meant, select the class and not its column",
    ),
    Known(
        "no such column",
        "AttributeError, TypeError",
        "{model} has no attribute `{name}`",
        "it has {columns}",
    ),
    Known(
        "by position",
        "TypeError",
        "{model}(…) takes its values by name only",
        "give each with its name, which are {columns}",
    ),
    Known(
        "no returning",
        "ResourceClosedError",
        "The {verb} gives no rows, because it was not asked for any",
        "add `.returning(…)` with what you want back, or read `.rowcount`",
    ),
    Known(
        "result closed",
        "ResourceClosedError",
        "The result was closed, or has been read to its end, before this",
        "read it once, while its block is open, and keep the list that `.all()` gives",
    ),
    Known(
        "no row",
        "NoResultFound",
        "The query found no row, and one was required",
        "use `one_or_none()` or `first()` where none may be found, and say what happens then",
    ),
    Known(
        "many rows",
        "MultipleResultsFound",
        "The query found more than one row, and only one was allowed",
        "narrow it with `where()`, or use `first()` after an `order_by()` if one of them is meant",
    ),
    # -- names of 1.x, and of the synchronous API -----------------------------------------------------------------
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
    # -- engine, URL, factory -------------------------------------------------------------------------------------
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
    # -- objects and their state ----------------------------------------------------------------------------------
    Known(
        "raise, new",
        "InvalidRequestError",
        "{attribute} was never loaded: this {owner} was new, and after its flush reading what was not set by then "
        "needs a query",
        "set it before the flush, as in `{owner}({key}=…)`, or set the foreign key on the other side instead",
    ),
    Known(
        "greenlet, new",
        "MissingGreenlet",
        "{attribute} was never loaded: this {owner} was new, and after its flush reading what was not set by then "
        "needs a query that nobody can await there",
        "set it before the flush, as in `{owner}({key}=…)`, or set the foreign key on the other side instead",
    ),
    Known(
        "merged",
        "IntegrityError",
        "A row with this value is there already, and `merge()` looks for it by the primary key only, so it made a new "
        "one",
        "select the row by the column you know, and change that object, or use INSERT … ON CONFLICT",
    ),
    Known(
        "other conflict",
        "IntegrityError",
        "A row with this value is there already, in another unique column than the one that ON CONFLICT names",
        "give the column that really conflicts as `index_elements`",
    ),
    Known(
        "not flushed",
        "InvalidRequestError",
        "This {model} has no row yet that could be read again or deleted",
        "`session.add(…)` and `await session.flush()` first",
    ),
    Known(
        "two sessions",
        "InvalidRequestError",
        "This {model} belongs to another session that is still open, and an object belongs to one at a time",
        "use one session for both, or `await session.merge(…)` to get a copy of it here",
    ),
    Known("list added", "UnmappedInstanceError", "`add()` takes one object and was given several", "use `add_all(…)`"),
    Known(
        "dict added",
        "UnmappedInstanceError",
        "A dict was added, and a session keeps only objects of mapped classes",
        "make one of it, `Model(**values)`, or send the rows with `insert(Model)`",
    ),
    Known(
        "class added",
        "UnmappedInstanceError",
        "The class {model} itself was given, not an object of it",
        "make one, `{model}(…)`",
    ),
    Known(
        "not an object",
        "UnmappedInstanceError",
        "An object of a mapped class is wanted, and what was given is of type {kind}",
        "pass the object itself; if it came in a row, take it out with `scalars()`",
    ),
    # -- transactions ---------------------------------------------------------------------------------------------
    Known(
        "begun by begin",
        "InvalidRequestError",
        "This session's transaction was begun by a `begin()` already, that of the surrounding block for example",
        "leave the second `begin()` out, or use `session.begin_nested()` for a part that may fail by itself",
    ),
    Known(
        "begun by the caller",
        "InvalidRequestError",
        "`{name}` was given to {function}(), and whoever gave it has begun its transaction, and will end it",
        "leave `begin()` out, and the commit to the caller; for a part that may fail by itself there is "
        "`async with {name}.begin_nested()`",
    ),
    Known(
        "closed by error",
        "InvalidRequestError",
        "A statement had failed{places: at }, which ended the transaction of the surrounding block, and the session "
        "was used again inside the block",
        "put what may fail into `async with session.begin_nested()` and catch the error around that, or let it leave "
        "the whole block",
    ),
    # -- expressions and types ------------------------------------------------------------------------------------
    Known(
        "boolean",
        "TypeError",
        "Python's `{word}` asks its left side whether it is true, and an SQL expression cannot say before it runs",
        "write `{word}_(…, …)`, or `(…) {sign} (…)` with brackets around each side",
    ),
    Known(
        "not",
        "TypeError",
        "Python's `not` asks whether an SQL expression is true, and it cannot say before it runs",
        "write `~({operand})` or `not_({operand})`",
    ),
    Known(
        "in",
        "TypeError",
        "Python's `in` compares here and now, and a column has its values only in the database",
        "write `{left}.{word}({right})`",
    ),
    Known(
        "chained",
        "TypeError",
        "`{compared}` hides an `and` of Python, and an SQL expression cannot say whether it is true",
        "compare `{middle}` with each side apart, as two conditions of `where()`, or use `.between(…)`",
    ),
    Known(
        "truth",
        "TypeError",
        "`{expression}` was asked whether it is true, and an SQL expression cannot say before it runs",
        "put the condition into the query with `where()`; whether something was given is asked by `is not None`",
    ),
    Known(
        "python function",
        "TypeError",
        "Python's `{function}()` works on a value, and `{argument}` is a column, which has its values only in the "
        "database",
        "use the database's function, `func.…({argument})`, or `cast({argument}, …)` to change its type",
    ),
    Known(
        "quoted parameter",
        "DBAPIError",
        "A parameter stands inside quotes in the SQL, where it is text and no parameter",
        "leave the quotes out, `title = :title`; for a pattern put the `%` into the value",
    ),
    Known(
        "no operator",
        "ProgrammingError, 42883",
        "PostgreSQL has no such operator or function for these types; it does not turn a number into text, nor text "
        "into a number, by itself as SQLite does",
        "compare values of the column's own type, or use `cast(…)`",
    ),
    Known(
        "naive time",
        "DBAPIError",
        "A time without a zone was given, and the column keeps times with one",
        "make aware ones, `datetime.now(UTC)`",
    ),
    Known(
        "aware time",
        "DBAPIError",
        "A time with a zone was given, and the column keeps times without one",
        "declare the column as `DateTime(timezone=True)`",
    ),
    Known(
        "type",
        "DBAPIError",
        "`{value}` is a value of type {kind}, and the column, or the place where it stands, is of another; PostgreSQL "
        "wants the very type, where SQLite takes what it gets",
        "convert it first, as with `str(…)` or `int(…)`",
    ),
    # -- FastAPI and pydantic -------------------------------------------------------------------------------------
    Known(
        "generator by hand",
        "AttributeError, TypeError",
        "`{function}` has a `yield`, so calling it gives a generator, not a session",
        "in a route let FastAPI call it, `session: AsyncSession = Depends({function})`; elsewhere put "
        "`@asynccontextmanager` over it",
    ),
    Known(
        "depends by hand",
        "AttributeError",
        "`{whose}` is what Depends(…) leaves as a default, and only FastAPI puts the real one in its place",
        "call the function with its arguments, or let a route call it",
    ),
    Known(
        "depends left out",
        "FastAPIError",
        "FastAPI takes a parameter without `Depends(…)` for part of the request, and cannot read one of this type "
        "from a request",
        "write `session: Annotated[AsyncSession, Depends(get_session)]`",
    ),
    Known(
        "from_attributes",
        "ValidationError",
        "The schema was given a {model}, and by itself reads only dicts",
        "add `model_config = ConfigDict(from_attributes=True)` to the schema",
    ),
    Known(
        "field missing",
        "ValidationError",
        "The schema requires `{field}`, and what it was given has none",
        "compare the field's name with what is handed over, or give the field a default",
    ),
]
