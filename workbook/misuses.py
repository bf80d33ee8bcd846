"""What was given to, or taken from, something that is not meant for it: each with its cause and cure."""

from __future__ import annotations

from workbook.known import Known

MISUSES = [
    # -- sessions, connections, engines -----------------------------------------------------------------------------
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
        "transaction ended",
        "ResourceClosedError",
        "This transaction, or savepoint, was ended before, by a commit or a rollback",
        "end it once, or leave both to `async with ….begin()` or `async with session.begin_nested()`",
    ),
    # -- results and rows -------------------------------------------------------------------------------------------
    Known(
        "one column",
        "TypeError, ValueError",
        "`{source}` gives the first column of each row alone, so there is nothing to unpack",
        "for several columns take the rows of `execute(…)`, for objects read their attributes",
    ),
    Known(
        "unpacked",
        "TypeError, ValueError",
        "The rows have another number of columns than the {number} names they are unpacked into",
        "name as many as `select(…)` has, or read them by attribute, `row.title`",
    ),
    Known(
        "index of nothing",
        "IndexError",
        "The query found no row, so the list is empty",
        "use `.first()`, which gives None then, and say what happens in that case",
    ),
    Known(
        "taken twice",
        "NoResultFound",
        "The rows of this result were taken before, and it gives them once",
        "keep the list that `.all()` gives, and go on with that",
    ),
    Known(
        "result counted",
        "TypeError",
        "`{whose}` gives its rows one after the other, and does not know how many there will be",
        "`len({whose}.all())`, or let the database count, `select(func.count()).select_from(…)`",
    ),
    Known(
        "dict of a row",
        "TypeError, ValueError",
        "`{whose}` is a row, which is a tuple, and `dict()` wants pairs",
        "`{whose}._asdict()`, or `{whose}._mapping` to look at it as at a dict",
    ),
    Known(
        "row by name",
        "TypeError",
        "`{whose}` is a row, and brackets ask a row by place",
        "`{whose}.{name}`, or `{whose}._mapping[…]` for a name that is no word of Python",
    ),
    Known(
        "object by name",
        "TypeError",
        "`{whose}` is a {kind}, whose values are attributes, and no dict",
        "`{whose}.{name}`",
    ),
    Known(
        "json",
        "TypeError",
        "JSON has no form for a {kind}",
        "give it plain values, a dict of what should be told, or let FastAPI answer through a Pydantic schema",
    ),
    Known(
        "compared",
        "TypeError",
        "Python does not know which {kind} is the smaller",
        "let the database sort, `order_by(…)`, or say by what, `key=lambda each: each.id`",
    ),
    # -- statements and their values --------------------------------------------------------------------------------
    Known(
        "statement counted",
        "AttributeError",
        "`{whose}` only describes a statement, and older versions had a `count()`",
        "let the database count, `await session.scalar(select(func.count()).select_from(Book))`",
    ),
    Known(
        "statement get",
        "AttributeError",
        "`{whose}` only describes a statement, and looking up by key is the session's",
        "`await session.get(Book, key)`",
    ),
    Known(
        "values by keyword",
        "TypeError",
        "`{name}` was given as an argument of the call, and values of a statement go together, in one dict",
        "`session.execute(text(…), {{'{name}': …}})`",
    ),
    Known(
        "values by position",
        "ArgumentError",
        "The values were given by position, and SQLAlchemy has a name for each",
        "write `:isbn` in the text where the value goes, and give `{{'isbn': …}}`",
    ),
    Known(
        "value missing",
        "StatementError",
        "The statement has a `:{name}`, and no value was given for it",
        "give it beside the statement, `{{'{name}': …}}`; a colon that is meant as one is written `\\:`",
    ),
    Known(
        "values name",
        "CompileError",
        "`values(…)` names `{name}`, and the table has no such column",
        "check the spelling against the class",
    ),
    Known(
        "filter name",
        "InvalidRequestError",
        "`filter_by(…)` looks for `{name}` in the class that is selected, and it is not there",
        "check the spelling, or name the class that has it, `where(Book.title == …)`",
    ),
    Known(
        "where keywords",
        "TypeError",
        "`where()` takes conditions, and `{name}={value}` is an argument's name with a value",
        "write a comparison, `where(Book.{name} == {value})`, or use `filter_by({name}={value})`",
    ),
    Known(
        "string selected",
        "ArgumentError",
        "`{call}` names a column by a string",
        "`select(Book.title)`; a whole statement as text is `text(…)`",
    ),
    Known(
        "bare column",
        "NameError",
        "`{name}` alone is no name here, only an attribute of a class",
        "`{column}`",
    ),
    Known(
        "not imported",
        "NameError",
        "`{name}` was never imported",
        "`from {place} import {name}`, at the head of the file",
    ),
    Known(
        "column method",
        "AttributeError",
        "`{whose}` is a column, which has its values only in the database, and no `{name}` of Python's",
        "use the database's function, as in `func.lower({whose})`, or what columns have, `like()`, `in_()`, `desc()`",
    ),
    Known(
        "column called",
        "TypeError",
        "`{column}` is a column, and no function",
        "leave its `()` out",
    ),
    Known(
        "column looped",
        "NotImplementedError",
        "`{column}` is a column, which has its values only in the database, so there is nothing to go over",
        "go over the rows of a query, `for each in await session.scalars(select({column}))`",
    ),
    Known(
        "in_",
        "ArgumentError",
        "`in_()` wants a list of values, or a query, in `{call}`",
        "put the values in brackets, `in_([…])`; one value is compared by `==`",
    ),
    Known(
        "limit",
        "ValueError",
        "A whole number is wanted in `{call}`",
        "convert it before, `int(…)`, and say what happens when it is none",
    ),
    Known(
        "join",
        "InvalidRequestError",
        "No foreign key leads from what is selected to what is joined in `{call}`",
        "go by the tables between them, one `join()` for each relationship, or give the condition as second argument",
    ),
    Known(
        "object as a value",
        "ArgumentError",
        "A {model} stands where a value is wanted",
        "compare its key with the column, `Order.user_id == user.id`, or the object with the relationship, "
        "`Order.user == user`",
    ),
    Known(
        "list as a value",
        "DBAPIError",
        "`{value}` holds several values, and is compared with, or stored in, one column",
        "for one of several use `.in_(…)`; else give one value",
    ),
    Known(
        "time as text",
        "StatementError",
        "The column holds a date or a time, and was given something else",
        "give it a `datetime`, as from `datetime.fromisoformat(…)`",
    ),
    Known(
        "no function",
        "OperationalError, ProgrammingError",
        "The database has no function `{function}` for these arguments",
        "check what follows `func.`; some functions are there in one database and not in another",
    ),
    # -- objects and relationships ----------------------------------------------------------------------------------
    Known(
        "relationship of a value",
        "AttributeError",
        "A relationship holds objects, and was given a {kind}",
        "give it the object, `Order(user=user)`, or give the key to the column, `Order(user_id=user.id)`",
    ),
    Known(
        "collection",
        "TypeError",
        "This relationship holds a list, and was given one {kind}",
        "put it in brackets, `[…]`, or `append()` it",
    ),
    Known(
        "object for a list",
        "TypeError",
        "`{call}()` takes a list of objects, and was given something else",
        "put them in brackets, `{call}([…])`, or use `add()` for one",
    ),
    Known(
        "get",
        "TypeError",
        "`get()` looks for one object by its primary key, and takes the class and the key",
        "`await session.get(Book, 1)`; by another column, `await session.scalar(select(Book).where(…))`",
    ),
    Known(
        "no id yet",
        "TypeError",
        "`{whose}.{name}` is None, since the database makes it when the row is inserted",
        "`await session.flush()` before it is read",
    ),
    Known(
        "not in the session",
        "InvalidRequestError",
        "The session can only let go of an object that was added to it, or came from it",
        "leave `expunge()` out where nothing was added",
    ),
    Known(
        "option as text",
        "ArgumentError",
        "`{option}()` was given a string",
        "give it the attribute itself, as in `{option}(User.orders)`",
    ),
    Known(
        "option elsewhere",
        "ArgumentError",
        "`{option}` says how to load something of {owner}, and the query selects `{selected}`",
        "begin at what is selected, and go on from there, `selectinload(User.orders).selectinload(Order.lines)`",
    ),
    Known(
        "option of a column",
        "LoaderStrategyException",
        "The option was given a column, and is for relationships",
        "leave it out, since a column comes with its object",
    ),
]
