"""Results and rows, and what is taken from them: each mistake with its cause and cure."""

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
        "no returning",
        "ResourceClosedError",
        "The {verb} gives no rows, because it was not asked for any",
        "add `.returning(…)` with what you want back, or read `.rowcount`",
    ),
    Known(
        "key of a driver",
        "AttributeError",
        "`{whose}.{name}` is what the driver of SQLite, or of MySQL, keeps, and asyncpg has none",
        "ask for the id, `.returning(Model.id)` behind the `insert(…)` and `{whose}.scalar_one()`, or read "
        "`{whose}.inserted_primary_key`",
    ),
    Known(
        "closed by its first row",
        "ResourceClosedError",
        "`{taken}` in line {line} took what it wanted and closed the result, so there is nothing left for `{call}`",
        "keep what it gave, `… = {taken}`, and use that in the place of `{call}`",
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
        "nothing there",
        "TypeError",
        "`{source}` gave None, since no row was found",
        "say what happens then, or ask for a list, `.all()`, which is empty then",
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
        "generator awaited",
        "TypeError",
        "What stands after `await` on that line is an asynchronous generator, which gives one value after another",
        "go over it, `async for … in …`, or make a list of it, `[each async for each in …]`",
    ),
    Known(
        "partition for a row",
        "AttributeError, ValueError",
        "`{iterated}` gives lists of rows, and `{name}` is such a list",
        "go over that too, `for each in {name}`, or over the result itself, which gives single rows",
    ),
]
