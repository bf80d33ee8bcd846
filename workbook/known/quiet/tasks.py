"""Engines, tasks and deadlines, where nothing raises: each mistake with its cause and cure."""

from __future__ import annotations

from workbook.known.entry import Known

TASKS = [
    Known(
        "URL shown",
        "",
        "`{written}` shows `***` in the place of the password, and who connects by it sends that",
        "`{url}.render_as_string(hide_password=False)`, or hand on the URL itself",
    ),
    Known(
        "pool overflows",
        "",
        "`pool_size={size}` is what a pool keeps, and beyond that it opens up to 10 more by default",
        "`max_overflow=0` beside it, if that is the most there may be",
    ),
    Known(
        "driver's own class",
        "",
        "`{call}` is never true, for what an event is given is SQLAlchemy's own connection around the driver's",
        "go by the engine, `engine.dialect.name`, before the function is defined",
    ),
    Known(
        "beginning of a longer name",
        "",
        "`{call}` is true of each longer name too that begins so",
        "compare the whole name, `{url}.split('://')[0] == {name}`",
    ),
    Known(
        "dropped first",
        "",
        "`{written}` throws the tables away, with all the rows that are in them",
        "leave it out: `create_all` passes over the tables that are there",
    ),
    Known(
        "autocommit",
        "",
        "With `AUTOCOMMIT` each statement is committed at once, and nothing can be taken back together",
        "leave it out of `{call}(…)`, but for what cannot run in a transaction",
    ),
    Known(
        "first connection alone",
        "",
        "`{call}` is heard for the first connection only, and the pool opens others",
        'listen for `"connect"`',
    ),
    Known(
        "listener that nobody awaits",
        "",
        "`{name}` is an `async def`, and events call it as a plain function: what it gives is a coroutine that nobody "
        "awaits, so no line of it runs",
        "`def {name}(…)`, with no `await` in it: the connection it is given is used without",
    ),
    Known(
        "replaced everywhere",
        "",
        "`{call}` replaces that text wherever it stands, in the user, the password, the host and the path too",
        "`{better}` changes the first place alone, or split `{name}` at `://`, once",
    ),
    Known(
        "caller's engine",
        "",
        "`{call}` closes the whole pool, which belongs to whoever made `{name}`, and the next call connects anew",
        "leave it out: the block `async with {name}.connect()` gives its connection back",
    ),
    Known(
        "session of several tasks",
        "",
        "`{call}` lets several tasks use the one session `{name}`, which serves one after the other only",
        "{better}",
    ),
    Known(
        "others go on",
        "",
        "When one of them fails, `{call}` raises at once, and leaves the others running",
        "`async with asyncio.TaskGroup() as group:` with `group.create_task(…)` cancels them, and waits until "
        "they have ended",
    ),
    Known(
        "in the order they end",
        "",
        "`{loop}` gives what ends first, so its results come in another order than they were asked for",
        "keep the tasks in a list, and read their results in its order",
    ),
    Known(
        "cancelled and left",
        "",
        "`{call}` only asks the task to end, and nothing here waits until it has",
        "`await asyncio.wait([{name}])`, or `gather(…, return_exceptions=True)`, after it",
    ),
    Known(
        "counted down too late",
        "",
        "`{written}` is not reached when an exception comes before it, and then one too many is counted for ever",
        "`try:` after it was counted up, and that in a `finally:`",
    ),
    Known(
        "any timeout",
        "",
        "A TimeoutError that the work raises by itself is taken for that of `{call}`",
        "keep the deadline, `async with asyncio.timeout(…) as deadline`, and ask `deadline.expired()`",
    ),
    Known(
        "commit in the deadline",
        "",
        "The COMMIT is part of what `{block}` cuts short, and then nobody knows whether it was done",
        "leave that block first, and commit after it",
    ),
]
