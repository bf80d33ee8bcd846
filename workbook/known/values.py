"""Values, objects and lists that are there already: each mistake with its cause and cure."""

from __future__ import annotations

from workbook.known.entry import Known

VALUES = [
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
        "value by name",
        "TypeError",
        "`{whose}` is a plain {kind} already{body}, and no dict",
        "use it as it is, `{whose}` without the brackets",
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
        "give each with its name, which are {columns}: {better}",
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
        "uncalled",
        "AttributeError",
        "`{whose}` is a function that was not called, so there is no `{name}` of what it gives",
        "`{whose}().{name}`",
    ),
    Known(
        "object taken for several",
        "TypeError",
        "`{whose}` is one {kind}, and `{call}` wants something that holds several",
        "read its attributes, {columns}, or write the dict out, `{{'id': {whose}.id, …}}`",
    ),
    Known(
        "dump of an object",
        "AttributeError",
        "`{whose}` is a {model} of the database, and `{name}` is what a schema of Pydantic's can",
        "`BookOut.model_validate({whose}).model_dump()` by a schema of yours with `from_attributes=True`, or "
        "write the dict out of {columns}",
    ),
    Known(
        "caught no exception",
        "TypeError",
        "What stands after `except` is no class of exceptions, but a text, an object or a call",
        "name the class itself, `except IntegrityError`, or several in brackets, `except (IntegrityError, "
        "LookupError)`",
    ),
    Known(
        "most of nothing",
        "ValueError",
        "`{function}()` was given nothing to choose from in `{call}`",
        "`{function}(…, default=0)`, or let the database do it, `select(func.{function}(…))`, which gives None then",
    ),
]
