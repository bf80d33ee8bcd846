"""`await`, `with` and `for`; tasks, threads, and functions that others call: each mistake with its cause and cure."""

from __future__ import annotations

from workbook.known.entry import Known

AWAITING = [
    Known(
        "await binds",
        "AttributeError, TypeError",
        "`await` takes `{call}{after}` together, so `{after}` is looked up on the coroutine before anything is awaited",
        "write `(await {call}){after}…`{short}",
    ),
    Known(
        "plain with",
        "TypeError",
        "`{opened}` is opened by a plain `with`, and entering it has to be awaited",
        "write `async with {opened}`",
    ),
    Known(
        "async with",
        "TypeError",
        "`async with` cannot enter what `{opened}` gives",
        "use plain `with` if that is a plain context manager, or open something that is asynchronous, such as "
        "`make_session()` or `engine.begin()`",
    ),
    Known(
        "factory block",
        "TypeError",
        "`{opened}` is the factory that makes sessions, not a session",
        "call it, `async with {opened}() as session`",
    ),
    Known(
        "engine made for a block",
        "TypeError",
        "An engine is no block, only a connection of it is: nothing ends `{opened}` by itself",
        "`{name} = {opened}`, then `try:`, and `await {name}.dispose()` in its `finally:`",
    ),
    Known(
        "plain call awaited",
        "TypeError",
        "`{call}` gives a plain value at once{why}, so there is nothing to await",
        "leave the `await` out",
    ),
    Known(
        "engine block",
        "TypeError",
        "`{opened}` is an engine, and what one opens is a connection from it",
        "write `async with {opened}.connect() as connection`, or `{opened}.begin()` to have a commit at the end",
    ),
    Known(
        "block of a coroutine",
        "TypeError",
        "`{opened}` gives a coroutine, and `async with` needs a context manager",
        "put `@asynccontextmanager` over that function and let it `yield`",
    ),
    Known(
        "sync factory",
        "TypeError",
        "`{whose}` was made by `sessionmaker`, which makes synchronous sessions",
        "make it with `async_sessionmaker(engine, expire_on_commit=False)`",
    ),
    Known(
        "factory",
        "AttributeError",
        "`{whose}` is the factory that makes sessions, and `{name}` belongs to a session",
        "open one first, `async with {whose}() as session`, and use `session.{name}`",
    ),
    Known(
        "transaction for session",
        "AttributeError",
        "`{whose}` is a transaction, not a session: that is what `….begin()` of a session gives to its block",
        "write `async with make_session.begin() as {whose}`, without `()` after `make_session`",
    ),
    Known(
        "session awaited",
        "TypeError",
        "`{call}` gives the session at once, and there is nothing to await, since it takes a connection only with its "
        "first statement",
        "leave the `await` out, or better `async with {call} as session`, which closes it too",
    ),
    Known(
        "transaction kept",
        "AttributeError",
        "`{whose}` is the transaction that `await ….begin()` gives, and `{name}` belongs to the session",
        "keep the session itself, `{whose} = {session}`, whose first statement begins a transaction",
    ),
    Known(
        "never awaited",
        "",
        "`{call}` only makes a coroutine, and nothing of it runs, or is given back, before it is awaited",
        "`await {call}`",
    ),
    Known(
        "generator taken",
        "TypeError",
        "`{whose}` gives its values one after another as they arrive, and `{function}()`, which is plain, cannot wait "
        "for them",
        "`async for … in {whose}`, and gather there what is to come together",
    ),
    Known(
        "awaitable attribute",
        "InvalidRequestError, AttributeError",
        '`{written}` is a query for each single object, and this relationship forbids such loading (`lazy="raise"`)',
        "load them with the objects, `.options({option})` in the query, and read `{plain}`",
    ),
    Known(
        "plain for",
        "TypeError",
        "A plain loop cannot wait for the next row of a stream",
        "write `async for … in {iterated}`",
    ),
    Known(
        "async for",
        "TypeError",
        "The rows are there already, and `async for` only goes over what arrives bit by bit, such as a stream",
        "write a plain `for … in {iterated}`, or ask for a stream with `await session.stream(…)`",
    ),
    Known(
        "stream not awaited",
        "TypeError",
        "`{iterated}` gives a coroutine, and the stream is what it returns",
        "write `async for … in await {iterated}`",
    ),
    Known(
        "run_sync called",
        "TypeError",
        "`{call}()` is called on the spot, and `run_sync` wants the function itself, to call it with a connection",
        "leave out the `()`: `await connection.run_sync({call})`",
    ),
    Known(
        "running loop",
        "RuntimeError",
        "An event loop is running already, here and in every notebook, and `{call}` wants to start another",
        "write `await {inner}`{plain:, and that in an }",
    ),
    Known(
        "async listener",
        "NotImplementedError",
        "Events are called by plain code, so they are not listened for on the asynchronous object itself",
        "listen on `engine.sync_engine` (or `session.sync_session`), with a function that is plain `def`",
    ),
    Known(
        "future not awaited",
        "RuntimeError",
        "`{whose}` is a future, as `gather()` gives one, and its results are there when it was awaited",
        "`await {whose}` first, or `await asyncio.gather(…)` where it is made",
    ),
    Known(
        "coroutine wanted",
        "TypeError, ValueError",
        "`{call}()` takes the coroutine that a call of `{given}` gives, and not the function",
        "call it inside the brackets, `{call}({inner})`",
    ),
    Known(
        "gather a list",
        "TypeError",
        "`{call}()` takes each awaitable as an argument of its own, and was given all in one",
        "put a star before it, `await {call}(*{given})`",
    ),
    Known(
        "tasks wanted",
        "TypeError",
        "`{call}()` waits for tasks, and was given coroutines",
        "`await asyncio.gather(*…)` gives their results in order; or make a task of each, `asyncio.create_task(…)`",
    ),
    Known(
        "called at once",
        "TypeError",
        "`{given}` is called on the spot, and `{call}()` wants the function itself, to call it by its own means",
        "give the function and its arguments apart, `{better}`",
    ),
    Known(
        "result too early",
        "InvalidStateError",
        "`{call}` was asked before the task had ended, and inside the block of its TaskGroup none has to have",
        "read the results after the block, one indentation less, or `await` the task",
    ),
    Known(
        "coroutine for a value",
        "DBAPIError",
        "{call} gave a coroutine, and it was sent to the database as a value",
        "an `await` is missing before the call that made it",
    ),
    Known(
        "time ran out",
        "TimeoutError",
        "What `{call}` waits for had not come to its end when the time was over, and was cancelled",
        "give it more time, or find what it waits for: a lock, a connection of the pool, an answer from elsewhere",
    ),
    Known(
        "coroutine for a task",
        "AttributeError",
        "`{whose}` is a coroutine, as a call of an `async def` gives it, and `{name}` belongs to a task",
        "make a task of the call, `asyncio.create_task(…)`; `asyncio.wait()` takes tasks only, too",
    ),
    Known(
        "plain function awaited",
        "TypeError",
        "`{name}` is a plain function, and `{call}` gives a plain value, which there is nothing to await for",
        "leave the `await` out; one that takes its time goes into a thread, `await asyncio.to_thread({inner})`",
    ),
    Known(
        "called with too few",
        "TypeError",
        "`{call}()` calls `{given}` by its own means, with {gives}, and it takes another number of values",
        "give the others behind it, `{call}({given}, …)`",
    ),
    Known(
        "list awaited",
        "TypeError",
        "`await` waits for one, and `{given}` is a list",
        "`[await … for … in …]` takes one after the other, as one session wants it; "
        "`await asyncio.gather(*…)` for all at once, where each has a session of its own",
    ),
    Known(
        "value for a coroutine",
        "TypeError",
        "`{call}()` waits for what an `async def` gives when it is called, and `{given}` is, or holds, a plain value",
        "call an `async def` inside its brackets; what is there already need not be waited for",
    ),
    Known(
        "coroutine in a thread",
        "TypeError",
        "`{name}` is an `async def`, and what `{call}` runs in a thread only makes its coroutine",
        "`await {inner}`; a thread is for plain functions that take their time",
    ),
]
