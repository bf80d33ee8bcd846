"""What tests are made with, where nothing raises: each mistake with its cause and cure."""

from __future__ import annotations

from workbook.known.entry import Known

TESTING = [
    Known(
        "rollback goes through",
        "",
        "Without `join_transaction_mode` a `rollback()` of a session of `{call}` rolls back what `{name}` had "
        "begun, with all that was committed before",
        '`join_transaction_mode="create_savepoint"` beside it',
    ),
    Known(
        "past the connection",
        "",
        "The sessions of `{call}` take connections of their own, so what they commit stays, and a rollback on "
        "`{name}` undoes nothing",
        "bind them to it, `async_sessionmaker({name}, …)`",
    ),
    Known(
        "override called",
        "",
        "`{call}` calls it on the spot, and FastAPI wants the function itself, on both sides of an override",
        "`{better}` without its `()`",
    ),
    Known(
        "factory for a dependency",
        "",
        "FastAPI asks `{name}` for its parameters, and takes what the factory can be given for those of a "
        "request: 422; nobody closes its session either",
        "a generator of your own, `async with {name}() as session: yield session`, for `{key}`",
    ),
    Known(
        "assert of a coroutine",
        "",
        "`{call}` is a coroutine here, which is equal to nothing",
        "`await {call}`",
    ),
    Known(
        "client of no host",
        "",
        "A client without `base_url` asks for whole URLs alone, and a path such as `/books` is none",
        "`{better}`, with any host, since nothing is sent over a network",
    ),
    Known(
        "overrides of others",
        "",
        "`{written}` takes away what others have overridden, too",
        "`before = dict(app.dependency_overrides)` first, and put that back",
    ),
    Known(
        "no copy",
        "",
        "`{name} = {value}` is the same dict and no copy, so it changes with it",
        "`{name} = dict({value})`",
    ),
]
