"""What SQLAlchemy only warns of: each with its cause and cure."""

from __future__ import annotations

from workbook.known.entry import Known

WARNED = [
    Known(
        "distinct of columns",
        "SADeprecationWarning",
        "`distinct(…)` with columns is DISTINCT ON, which PostgreSQL alone knows, and SQLite keeps all rows that "
        "differ in anything",
        "number the rows of each group, `func.row_number().over(partition_by=…, order_by=…)` in a subquery, and join "
        "those of number 1",
    ),
    Known(
        "every row with every other",
        "SAWarning",
        "The SELECT names {left} and {right}, and nothing says which rows belong together, so each row of the one "
        "meets every row of the other",
        "`.join(…)` by the relationship between them, or a condition in `where()` that compares their keys",
    ),
    Known(
        "not in session",
        "SAWarning",
        "An object of {model} hangs on {relationship}, and no session has it, so it is not stored",
        "`session.add(…)` it, or append it to an object that the session has before the flush",
    ),
    Known(
        "changed after a failure",
        "SAWarning",
        "A flush had failed before this, and what the session was given here is lost with its transaction",
        "`await session.rollback()` first; what may fail goes into `async with session.begin_nested()`",
    ),
    Known(
        "several for one",
        "SAWarning",
        "{name} is declared for one object, and the rows have several",
        "narrow the join or the `primaryjoin=…`, or declare it as a list",
    ),
    Known(
        "a key of null",
        "SAWarning",
        "An object was asked for by the key None, and no row has that",
        "find out where the key should have come from: a flush, an argument, a row that is not there",
    ),
    Known(
        "same key as another",
        "SAWarning",
        "A new {model} has the key of one that this session has loaded already",
        "change the one that is there, or give the new one no key, and let the database make it",
    ),
    Known(
        "tuple of an attribute",
        "SAWarning",
        "`{name}` of the class is a tuple, by a comma at the end of its line, so it is no column",
        "take the comma away",
    ),
    Known(
        "column twice",
        "SAWarning",
        "Two relationships write {other}, and neither knows of the other",
        'name each in the other, `back_populates="…"`',
    ),
    Known(
        "while it flushes",
        "SAWarning",
        "{name} was called by a listener while the session sent its changes, and what it changes may not be sent",
        "do that before the flush, or in the listener of `before_flush`",
    ),
    Known(
        "comparison with NULL",
        "SAWarning",
        "None was compared by a sign, and to compare with NULL gives neither true nor false",
        "`.is_(None)` or `.is_not(None)`",
    ),
]
