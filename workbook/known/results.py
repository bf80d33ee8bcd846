"""Results, rows and values that are taken for something else: each mistake with its cause and cure."""

from __future__ import annotations

from workbook.known.entry import Known

RESULTS = [
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
        "`{whose}` is a result, which gives its rows one after the other, and does not know how many there will be",
        "let the database count, `await session.scalar(select(func.count()).select_from(…))`, or take the list first, "
        "`len((…).all())`",
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
    Known(
        "nothing there",
        "TypeError",
        "`{source}` gave None, since no row was found",
        "say what happens then, or ask for a list, `.all()`, which is empty then",
    ),
    Known(
        "nothing given",
        "UnmappedInstanceError",
        "None was given where an object is wanted: `get()`, `first()` and `scalar()` give None where nothing is found",
        "say what happens then before you go on, `if … is None`",
    ),
    Known(
        "list given",
        "UnmappedInstanceError",
        "One object is wanted, and several were given",
        "go over them, and do it for each",
    ),
    Known(
        "place in a row",
        "IndexError, KeyError",
        "`{whose}` is a row with the columns {keys}, and was asked for another; places begin with 0",
        "use one of these, or add what is missing to the `select()`",
    ),
    Known(
        "rows for values",
        "TypeError",
        "Rows stand where values are wanted, and a row is a tuple, also of one column",
        "`await session.scalars(…)` gives the values themselves",
    ),
    Known(
        "result compared",
        "TypeError",
        "A {kind} stands where a value is wanted, and its rows have yet to be taken",
        "take them, with `.all()`, `.first()` or `.one()`, or ask for one value with `await session.scalar(…)`",
    ),
    Known(
        "result narrowed",
        "AttributeError",
        "`{whose}` is a result: the query was sent already, and `{name}()` belongs to the query",
        "write it before, `select(…).{name}(…)`, and send that",
    ),
    Known(
        "stream taken",
        "TypeError",
        "`{whose}` is a stream, and `{function}()` cannot wait for its rows",
        "`[… async for … in {whose}]`, or all at once, `await {whose}.all()`",
    ),
    Known(
        "times of two kinds",
        "TypeError",
        "One of the two times knows its zone, and the other does not, as what SQLite gives back",
        "give the other its zone, `.replace(tzinfo=UTC)`, before they meet",
    ),
    Known(
        "json value",
        "TypeError",
        "JSON has no form for a {kind}",
        "give it text or a number, as `.isoformat()` gives for a time, or `default=str`",
    ),
    Known(
        "method as a block",
        "TypeError",
        "`{opened}` is a method that was not called",
        "`async with {opened}() as …`",
    ),
    Known(
        "takes nothing",
        "TypeError",
        "`{call}()` takes no object: it is about all that the session holds",
        "leave what stands between the brackets out; an object is given to the session by `add()`",
    ),
    Known(
        "object selected",
        "ArgumentError",
        "`select()` was given a {model}, and wants the class",
        "`select({model})`, with `where(…)` for the one you mean",
    ),
    Known(
        "class as a value",
        "ArgumentError",
        "The class {model} stands where a value is wanted",
        "name one of its columns; to count its rows, `select(func.count()).select_from({model})`",
    ),
    Known(
        "statement of a column",
        "ArgumentError",
        "`{call}` names a column, and a statement is about a table",
        "name the class, {model}, and the column in `values(…)`",
    ),
    Known(
        "method in a query",
        "ArgumentError",
        "`{method}` is a method that was not called",
        "`{method}()`",
    ),
    Known(
        "relationship compared",
        "ArgumentError, InvalidRequestError",
        "`{relationship}` leads to objects, and is compared with something else",
        "compare with an object, or ask about what it leads to: `.has(…)` for one, `.any(…)` for a list",
    ),
    Known(
        "aggregate",
        "OperationalError, 42803",
        "An aggregate such as `count()` reckons over rows, and stands where one row is looked at, or a column stands "
        "beside it that is not grouped",
        "put a condition on it into `having(…)`, and all other columns into `group_by(…)`",
    ),
    Known(
        "rows of other keys",
        "CompileError",
        "The rows of one INSERT have not all the same keys",
        "give each row every key",
    ),
    Known(
        "subquery",
        "AttributeError",
        "`{whose}` is a subquery, whose columns stand in its `c`",
        "`{whose}.c.{name}`",
    ),
    Known(
        "type as text",
        "AttributeError",
        "`cast()` was given a string for the type",
        "give it a type of SQLAlchemy's, `cast(…, String)`",
    ),
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
        "partition for a row",
        "AttributeError, ValueError",
        "`{iterated}` gives lists of rows, and `{name}` is such a list",
        "go over that too, `for each in {name}`, or over the result itself, which gives single rows",
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
]
