"""Requests that an application does not serve as was meant: each with its cause and cure."""

from __future__ import annotations

from workbook.known.entry import Known

ROUTES = [
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
