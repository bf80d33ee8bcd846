"""Transactions: each mistake with its cause and cure."""

from __future__ import annotations

from workbook.known.entry import Known

TRANSACTIONS = [
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
]
