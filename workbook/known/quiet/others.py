"""What a function returned, left behind or read from elsewhere: each mistake with its cause and cure."""

from __future__ import annotations

from workbook.known.entry import Known

OTHERS = [
    Known(
        "row returned",
        "",
        "`{call}` returned a row, which is a tuple, here with one {kind} in it",
        "take out what is in it: `await session.scalar(…)` gives it in the place of `execute(…)` and `first()`",
    ),
    Known(
        "rows returned",
        "",
        "`{call}` returned rows, and each is a tuple, here with one {kind} in it",
        "`(await session.scalars(…)).all()` gives what is in them",
    ),
    Known(
        "not committed",
        "",
        "The {verb}{where: of } was never committed, and was taken back when `{block}` came to its end",
        "`commit()` before that, or open it by `….begin()`, which commits at its end",
    ),
    Known(
        "header as a query",
        "",
        "`{name}` is read from the query, behind the `?`, and the request has it as a header, `{header}`",
        "declare it as one, `{name}: Annotated[str | None, Header()] = None`",
    ),
]
