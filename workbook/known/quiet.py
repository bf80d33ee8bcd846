"""What raises nothing, and is no less a mistake: each with its cause and cure."""

from __future__ import annotations

from workbook.known.entry import Known

QUIET = [
    # -- what a function returned, or left behind -------------------------------------------------------------------
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
    # -- what SQLAlchemy only warns of --------------------------------------------------------------------------------
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
        "A {model} hangs on {relationship}, and no session has it, so it is not stored",
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
    # -- what stands in the source and raises nothing -----------------------------------------------------------------
    Known(
        "decided by Python",
        "",
        "`{written}` is decided by Python on the spot, and never reaches the database, for `{word}` cannot become SQL",
        "write `{better}`",
    ),
    Known(
        "unused statement",
        "",
        "`{call}` changes nothing: `{method}()` gives back a new statement, and leaves `{name}` as it was",
        "`{name} = {call}`",
    ),
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
        "columns left out",
        "",
        "`{call}()` gives the first column alone, here `{first}`, and `{selected}` selects more",
        "take the rows of `await session.execute(…)`, or select the one that is wanted",
    ),
    Known(
        "not grouped",
        "",
        "`{selected}` has `{reckoned}`, which is reckoned over all rows, beside `{columns}`, which is of one row, and "
        "SQLite takes any one of them then, where PostgreSQL refuses",
        "`.group_by({columns})`",
    ),
    Known(
        "taken again",
        "",
        "`{name}` is the result of `{call}`, which gives its rows once, and after that there are none, as at `{again}`",
        "keep the list, `{name} = (await {call}).all()`",
    ),
    Known(
        "nothing joined",
        "",
        "`{option}` fills in what a join brings, and makes none, so every row meets every other",
        "`.join({relationship})` too, or load with `selectinload()` or `joinedload()`, which need none",
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
        "URL shown",
        "",
        "`{written}` shows `***` in the place of the password, and who connects by it sends that",
        "`{url}.render_as_string(hide_password=False)`, or hand on the URL itself",
    ),
    Known(
        "id before the flush",
        "",
        "The database gives `{whose}` its `{key}` when the INSERT is sent, and nothing has sent it here: it is None",
        "`session.add({whose})` and `await session.flush()` before `{whose}.{key}` is read",
    ),
    Known(
        "wildcards",
        "",
        "In `{call}` each `%` and `_` of what is looked for stands for any other text, and a backslash for nothing on "
        "PostgreSQL",
        "`{better}`",
    ),
    Known(
        "parameter unused",
        "",
        "`{name}` is a parameter of {function}(), and no line of it looks at that",
        "use it, or find out what was used in its place",
    ),
    Known(
        "returned at once",
        "",
        "The `return` stands inside of `{loop}`, so there is no second round",
        "move it after the loop, one indentation less, or put it under the condition that is meant",
    ),
    Known(
        "nothing returned",
        "",
        "{function}() says that it returns {declared}, and has no `return`: it gives None",
        "`return` what was found or made",
    ),
    Known(
        "swallowed",
        "",
        "`{clause}` ends whatever was raised there, so the caller takes it for a success",
        "`raise` at its end, or catch only what is meant",
    ),
    Known(
        "compared for nothing",
        "",
        "`{written}` only compares, and the answer is thrown away",
        "`{better}` with one sign",
    ),
    Known(
        "named for nothing",
        "",
        "`{written}` alone only names it, and does nothing",
        "its `()` is missing, and before it perhaps an `await`",
    ),
    Known(
        "function for nothing",
        "",
        "`{name}` is defined, and nothing ever uses it",
        "hand it to whom it is for, `{better}`",
    ),
    Known(
        "after the yield",
        "",
        "`{statement}` after the `yield` is not reached when the block raises, or is cancelled",
        "`try:` before the `yield`, and that in a `finally:`",
    ),
    Known(
        "sleep of the loop",
        "",
        "`{call}` stops the event loop, and with it everybody else",
        "`{better}`; a slow function of somebody else's goes into a thread, `await asyncio.to_thread(…)`",
    ),
    Known(
        "task dropped",
        "",
        "Nobody keeps the task of `{call}`, so nobody waits for it or hears of its error",
        "keep it and `await` it, or make it in a TaskGroup, `async with asyncio.TaskGroup() as group:`",
    ),
    Known(
        "errors as results",
        "",
        "`{call}` with `return_exceptions=True` raises nothing, and what it gives was thrown away",
        "leave that out, or look at each of its results",
    ),
    Known(
        "lock of its own",
        "",
        "`{name}` is made by each call of {function}() anew, `{made}`, so no two calls ever meet at it",
        "make it once, outside of the function that enters it",
    ),
    Known(
        "one default",
        "",
        "`{name}={default}` is made once, and all calls share it",
        "`{name}=None`, and make it inside",
    ),
    Known(
        "sum of nothing",
        "",
        "`{call}` over no rows is NULL, and comes as None",
        "`func.coalesce({call}, 0)`",
    ),
    Known(
        "inner join",
        "",
        "`.join({join})` leaves out each {model} that has no {name}, and gives one with several as often",
        "`.outerjoin({join})` keeps them, if those are meant too; to load {name} use "
        "`.options(selectinload({model}.{name}))`, without a join",
    ),
    Known(
        "limit of joined rows",
        "",
        "After `.join({join})` each row is one of the {name}, so `limit()` counts these, and a {model} without "
        "any is left out",
        "select without the join, and load by `.options(selectinload({model}.{name}))`",
    ),
    Known(
        "statement not sent",
        "",
        "`{call}` is only made, and never sent",
        "`await session.execute({call})`",
    ),
    Known(
        "limit without order",
        "",
        "`{call}` takes any rows, for without an order the database gives them as it likes",
        "`.order_by(…)` before it",
    ),
    Known(
        "first page left out",
        "",
        "`{written}` skips a whole page already for page 1",
        "`{better}`, where pages begin with 1",
    ),
    Known(
        "cents by a float",
        "",
        "`{written}` reckons with `{inexact}`, a float, which is not exact: 850 * 1.15 is 977.4999999999999",
        "whole numbers all the way, as in `(… * (100 + percent) + 50) // 100`",
    ),
    Known(
        "value in the SQL",
        "",
        "`{value}` is written into the SQL itself, where a quote in it ends the text, and anybody can go on in SQL",
        "`:name` in its place, and `{{'name': {value}}}` beside the statement",
    ),
    Known(
        "zero for none",
        "",
        "`{asked}` takes 0 for nothing, and `{name}` is a number, which can be 0",
        "ask `{name} is None`",
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
        "expires",
        "",
        "Sessions of `{call}` forget at each commit what they have loaded, and reading it later needs a query "
        "that nobody awaits",
        "`{better}`",
    ),
    Known(
        "pool overflows",
        "",
        "`pool_size={size}` is what a pool keeps, and beyond that it opens up to 10 more by default",
        "`max_overflow=0` beside it, if that is the most there may be",
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
        "caller's engine",
        "",
        "`{call}` closes the whole pool, which belongs to whoever made `{name}`, and the next call connects anew",
        "leave it out: the block `async with {name}.connect()` gives its connection back",
    ),
    Known(
        "exit hides",
        "",
        "`{method}` returns True, which says that the exception of the block is dealt with, so the caller never "
        "sees it",
        "return nothing",
    ),
    Known(
        "return in finally",
        "",
        "A `return` inside a `finally` drops whatever exception was on its way",
        "move it behind the whole `try`",
    ),
    Known(
        "rowcount of a SELECT",
        "",
        "`{whose}.rowcount` is how many rows an UPDATE or DELETE has met; for a SELECT it says nothing",
        "`await ….scalar(select(func.count()).select_from(…))`, or `.scalar_one()` of a result that has the number",
    ),
    Known(
        "rows of IN",
        "",
        "`{written}` gives the rows in any order, each once, and none for what is not there",
        "put them into a dict by their key, `found`, and return `[found.get(key) for key in {keys}]`",
    ),
    Known(
        "session of several tasks",
        "",
        "`{call}` lets several tasks use the one session `{name}`, which serves one after the other only",
        "open one in each task, `async with make_session() as session`",
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
    Known(
        "coroutine that nobody runs",
        "",
        "`{call}` only makes a coroutine, and nothing runs that",
        "`{better}`",
    ),
    Known(
        "last round",
        "",
        "{function} looks at `{name}` when it runs, and by then the loop has gone on, to its last round perhaps",
        "hand it over as an argument of its own, `{function}({name})`",
    ),
    Known(
        "gives up silently",
        "",
        "After the last round of `{loop}` the function ends as if it had succeeded",
        "keep the error and `raise` it when the tries are used up",
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
    Known(
        "header as a query",
        "",
        "`{name}` is read from the query, behind the `?`, and the request has it as a header, `{header}`",
        "declare it as one, `{name}: Annotated[str | None, Header()] = None`",
    ),
]
