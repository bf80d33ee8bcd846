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
        "`{written}` is set after the last commit, and what is sent of it later is taken back when the session closes",
        "set it before `commit()`",
    ),
    Known(
        "result for an object",
        "",
        "`{name}` is the result of `{call}(…)`, which is never None, and what is set on it is stored nowhere, as at "
        "`{written}`",
        "take out what it has, `{name} = (await {call}(…)).{take}()`",
    ),
    Known(
        "other column for a key",
        "",
        "`{key}` holds the `{column}` of a {model}, and `{given}` is its `{name}`",
        "select `{model}.{column}` too, or ask for it by `.returning({model}.{column})`, and give that",
    ),
    Known(
        "one session for a task",
        "",
        "`{call}(…)` gives one and the same session to whoever asks in a task, so that they share a transaction, and "
        "one closes what another still uses",
        "`{factory}` itself makes a new one for each call",
    ),
    Known(
        "commit in a savepoint",
        "",
        "`{call}` inside the block of `{block}` ends the whole transaction with its savepoint, and keeps all that was "
        "done so far",
        "leave the end of the block to set the savepoint free, and commit once, when all is done",
    ),
    Known(
        "commit in a loop",
        "",
        "`{call}` stands inside of `{loop}`, so each round is kept for good, whatever comes after it",
        "one commit after the loop",
    ),
    Known(
        "options of get",
        "",
        "`{call}(…)` gives an object that the session holds already just as it is: it sends nothing, and `options` "
        "load nothing",
        "`await session.scalar(select({model}).where({model}.id == {key}).options(…))`, or "
        "`populate_existing=True` beside the options",
    ),
    Known(
        "one session for all",
        "",
        "`{written}` calls the factory, and what is kept is one session, for all requests",
        "keep the factory itself, without `()`: `{better}`",
    ),
    Known(
        "object of another session",
        "",
        "`{name}` is loaded by a session of {function}()'s own, which is closed at the end of `{block}`, so what "
        "is changed in it later is never stored",
        "take the request's session as a parameter, `session: {alias}`, and load it by that",
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
