"""Transactions, SQL as text, keys and drivers' errors that raise nothing: each mistake with its cause and cure."""

from __future__ import annotations

from workbook.known.entry import Known

TRANSACTIONS = [
    Known(
        "rollback of all rounds",
        "",
        "`{call}` takes back the whole transaction, and so all that earlier rounds of `{loop}` had stored",
        "a savepoint for each round, `async with {name}.begin_nested():` around what may fail, inside the `try`, takes "
        "back that round alone, and no `rollback()` is needed then",
    ),
    Known(
        "asked first",
        "",
        "Between the SELECT by `{column}` and the INSERT somebody else can store the same, and then the {sends} raises "
        "IntegrityError, which nobody catches",
        "leave it to the database: `try:` around the {sends}, and `except IntegrityError:` gives the same answer",
    ),
    Known(
        "session never closed",
        "",
        "`{made}` makes a session that has no name and is never closed, so its connection stays out of the pool",
        "`async with {made} as session:` around `session.{call}(…)`, in a small `async def` where several run at once",
    ),
    Known(
        "plus between texts",
        "",
        "`{written}` reckons with numbers in SQL, as which SQLite takes a text, and PostgreSQL refuses it",
        "texts are joined by `||`, as in `{better}`",
    ),
    Known(
        "key by the length",
        "",
        "`{written}` can be a key that is still taken: after a delete `{whose}` is shorter than its highest key",
        "count upwards and never back, with `itertools.count(1)`, or take the highest key and one",
    ),
    Known(
        "driver's class asked",
        "",
        "`{asked}` is SQLAlchemy's wrapping of the driver's error, and never an instance of `{kind}`",
        'ask for its code, `getattr({asked}, "sqlstate", None)`; the driver\'s own error is its `__cause__`',
    ),
]
