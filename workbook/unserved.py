"""What raises nothing and yet is not as was meant: requests, answers, changes; each with its cause and cure."""

from __future__ import annotations

from workbook.known import Known

UNSERVED = [
    # -- no route -------------------------------------------------------------------------------------------------
    Known(
        "no routes",
        "404",
        "The application that was made has no routes, so `{asked}` finds none",
        "`app.include_router(router)` before `return app`, and the decorators on that router's functions",
    ),
    Known(
        "no route",
        "404",
        "There is no route for `{asked}`{near}: the application has {there}",
        "write the path in the decorator as the exercise has it, beginning with a slash",
    ),
    Known(
        "route without slash",
        "404",
        "The path `{path}` does not begin with a slash, so no request finds it",
        '`"/{path}"` in the decorator',
    ),
    Known(
        "route of another slash",
        "307",
        "`{asked}` was asked for, and the route is `{path}`: they differ by the slash at the end, and FastAPI answers "
        "with a redirect, which is not followed",
        "write the path in the decorator as the exercise has it",
    ),
    Known(
        "route under a prefix",
        "404",
        "`{asked}` was asked for, and the route is `{path}`",
        "the prefix `{prefix}` is one too many, in `include_router(…, prefix=…)`, in `APIRouter(prefix=…)` or in the "
        "decorator",
    ),
    Known(
        "no method",
        "405",
        "`{asked}` was asked for, and this path is there only as {there}",
        "`@router.{verb}(…)` over its function",
    ),
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
        "header as a query",
        "",
        "`{name}` is read from the query, behind the `?`, and the request has it as a header, `{header}`",
        "declare it as one, `{name}: Annotated[str | None, Header()] = None`",
    ),
    # -- an answer that does not fit ------------------------------------------------------------------------------
    Known(
        "field refused",
        "ValidationError",
        "The schema refuses what was handed over for `{field}`, {value}: {said}",
        "declare the field as what the column or the request holds, or hand over what the field declares",
    ),
    Known(
        "exception returned",
        "ResponseValidationError",
        "The endpoint returned the {kind} as if it were an answer",
        "`raise` it, as in `raise HTTPException(404, …)`",
    ),
    Known(
        "raised no exception",
        "TypeError",
        "`{given}` is no exception, so it cannot be raised",
        "raise an exception that says it, for an HTTP status `raise HTTPException({given})`",
    ),
    Known(
        "never yields",
        "RuntimeError",
        "`{function}` came to its end without a `yield`, so there is nothing that the block, or the request, could use",
        "see that every way through it reaches the `yield`: look for a `return`, or a condition, before it",
    ),
    Known(
        "no such key",
        "KeyError",
        "There is no key {key} in `{whose}`{keys:, which has }",
        "check the spelling, or ask with `….get({key})` where it may be absent",
    ),
]
