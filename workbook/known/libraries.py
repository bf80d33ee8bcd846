"""Names and notations of other libraries: each mistake with its cause and cure."""

from __future__ import annotations

from workbook.known.entry import Known

LIBRARIES = [
    Known(
        "another library",
        "AttributeError",
        "`{whose}.{name}` belongs to {library}, and is nothing here",
        "{instead}",
    ),
    Known(
        "lookup",
        "InvalidRequestError, TypeError",
        "`{written}` is a condition in Django's notation, and `{call}()` takes its name for that of an attribute",
        "write it as an expression, `{better}`",
    ),
    Known(
        "minus for descending",
        "CompileError",
        "`{given}`, a string with a minus, is how Django says that an order descends; here a string is no column",
        "`.order_by({better})`",
    ),
]
