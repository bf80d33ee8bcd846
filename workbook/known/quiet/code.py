"""Python alone, where nothing raises: each mistake with its cause and cure."""

from __future__ import annotations

from workbook.known.entry import Known

CODE = [
    Known(
        "never raised",
        "",
        "The exercise asks {function}() to raise {name}, and no line of it does",
        "`raise {name}(…)` where that is so, as after a query that found nothing, `if … is None`",
    ),
    Known(
        "never answered",
        "",
        "The exercise asks for the status {status}, and {function}() never says it",
        "`status_code={status}` in the decorator for a success, `raise HTTPException({status}, …)` for a refusal",
    ),
    Known(
        "never sorted",
        "",
        "The exercise asks for an order, and nothing in {function}() sorts",
        "`.order_by(…)` lets the database do it",
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
        "every error turned",
        "",
        "`{clause}` turns whatever is raised there into {raised}, and the exercise lets any other exception go on",
        "catch {alone} alone, around the lines that can raise it",
    ),
    Known(
        "driver's error caught",
        "",
        "`{written}` is the driver's own, and SQLAlchemy raises one of its own in its place, so this `except` never "
        "catches it",
        "`from sqlalchemy.exc import {ours}`, and `except {ours}`; the driver's stands in its `orig`",
    ),
    Known(
        "add alone in a try",
        "",
        "`{call}` sends nothing, so no {error} can be raised in this `try`: the INSERT is sent by the flush or commit "
        "after it",
        "`await {name}.flush()` behind it, inside the `try`",
    ),
    Known(
        "exception for a value",
        "",
        "`return {written}` hands the exception on as a value, taken for what {function}() was asked for",
        "`raise {written}`",
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
        "plain context manager",
        "",
        "`@contextmanager` makes what a plain `with` opens, and `{function}` is an `async def`",
        "`@asynccontextmanager` over it, and `async with`",
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
        "lock without a name",
        "",
        "`{made}` is made anew each time that this block is entered, so no two ever meet at it",
        "make it once, `limit = {made}`, before all who are to share it begin, and enter that, `async with limit`",
    ),
    Known(
        "one default",
        "",
        "`{name}={default}` is made once, and all calls share it",
        "`{name}=None`, and make it inside",
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
]
