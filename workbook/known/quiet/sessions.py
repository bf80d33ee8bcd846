"""Sessions, objects and revisions, where nothing raises: each mistake with its cause and cure."""

from __future__ import annotations

from workbook.known.entry import Known

SESSIONS = [
    Known(
        "get by another column",
        "",
        "`{call}` looks for the primary key, `{key}`, which is a number, and `{given}` is a text",
        "`await session.scalar(select({model}).where({model}.{column} == {given}))`",
    ),
    Known(
        "returned out of its block",
        "",
        "`return {name}` leaves the block `{block}`, so whoever gets it gets what was closed",
        "`yield {name}` keeps the block open meanwhile, in a dependency or under `@asynccontextmanager`",
    ),
    Known(
        "session in the background",
        "",
        "`{call}` is done after the answer was sent, when the request's session was committed and closed, and "
        "`{given}` belongs to that session",
        "do it before the `return`, or give the task plain values, and let it open a session of its own",
    ),
    Known(
        "begun on the caller's",
        "",
        "`{call}` commits when its block ends, and `{name}` is the caller's, who may want to take all of it back",
        "`async with {name}.begin_nested()` undoes a part that fails, and commits nothing",
    ),
    Known(
        "read and written back",
        "",
        "`{written}` is read, reckoned with in Python and written back: what somebody else changes between is lost",
        "let the UPDATE reckon, `.values({attribute}=…)` with the column in it and the condition in its `where()`, or "
        "read `{name}` by `.with_for_update()`, which SQLite does not know",
    ),
    Known(
        "ended for the caller",
        "",
        "`{call}` {does} all that was done in this transaction, the caller's part too, and `{name}` is the "
        "caller's to end",
        "`await {name}.flush()` sends what is new; what may fail goes into `async with {name}.begin_nested()`",
    ),
    Known(
        "merge for nothing",
        "",
        "`{call}` gives back the object of the session, and leaves `{name}` outside, so what is done with that "
        "later is lost",
        "`{name} = await {call}`",
    ),
    Known(
        "never added",
        "",
        "`{name}` is a new {model}, and no session was given it",
        "`session.add({name})`",
    ),
    Known(
        "attribute of no column",
        "",
        "{model} has no column of that name, so `{written}` hangs a plain attribute on the object, and nothing "
        "is stored",
        "its columns are {columns}",
    ),
    Known(
        "changed outside",
        "",
        "`{written}` is set after the block `{block}`, whose session loaded `{name}`, so no session notices it",
        "set it inside the block, before its commit",
    ),
    Known(
        "changed after the commit",
        "",
        "`{written}` is set after the last commit, and nothing stores it any more",
        "set it before `commit()`",
    ),
    Known(
        "default that stays",
        "",
        "`server_default={default}` stays in the table, for all rows to come",
        "take it back when the rows that were there have their value, `alter_column(…, server_default=None)`",
    ),
    Known(
        "values dropped",
        "",
        "`{call}` drops the values with the column, and nothing has copied them",
        'rename it, `op.alter_column(table, column, new_column_name=…)`, or copy them first, `op.execute("UPDATE …")`',
    ),
]
