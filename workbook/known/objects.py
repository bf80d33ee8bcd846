"""Objects, their state and their relationships: each mistake with its cause and cure."""

from __future__ import annotations

from workbook.known.entry import Known

OBJECTS = [
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
    Known(
        "relationship of a value",
        "AttributeError",
        "{relationship}{place:, set at } is a relationship, which holds objects, and was given a {kind}",
        "give it the {there} itself, `{name}={name}`{column:, or its key to the column, }",
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
        "get swapped",
        "NoInspectionAvailable",
        "`{call}` has the key first, and `get()` takes the class first and then the key",
        "`{better}`",
    ),
    Known(
        "no mapped class",
        "NoInspectionAvailable",
        "In `{call}` something stands that is neither a mapped class nor an object of one",
        "give it the class, such as `Book`, or an object that was loaded",
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
        "`{option}()` was given the string {given}",
        "give it the attribute of the class, `{better}`",
    ),
    Known(
        "option elsewhere",
        "ArgumentError",
        "`{option}` says how to load something of {owner}, and the query selects `{selected}`",
        "begin at what is selected, and go on from there, as in `{better}`",
    ),
    Known(
        "option of a column",
        "LoaderStrategyException",
        "The option was given a column, and is for relationships",
        "leave it out, since a column comes with its object",
    ),
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
        '`connect_args={{"statement_cache_size": 0, "prepared_statement_cache_size": 0}}`, and `NullPool`',
    ),
    Known(
        "class deleted",
        "UnmappedInstanceError",
        "`delete()` of a session takes an object, and was given the class {model}",
        "get the object first, or send a statement, `await session.execute(delete({model}).where(…))`",
    ),
    Known(
        "objects of a connection",
        "AttributeError",
        "`{connection}` is a connection, which knows no objects: from `select(Model)` it gives the columns, and "
        "`scalars()` the first of them, a {kind}",
        "ask a session, `async with make_session() as session`, or read the columns of the row, `row.{name}`",
    ),
    Known(
        "object in a column",
        "DBAPIError",
        "A {model} was given where a column wants a plain value",
        "give its key, `{name}.id`, to the column, or the object to the relationship, `{name}={name}`",
    ),
    Known(
        "list of values",
        "AttributeError",
        "{relationship}{place:, set at } is a list of objects, and was given a {kind} in it",
        "give it objects, `[{there}(…)]`, or those that a query has loaded",
    ),
]
