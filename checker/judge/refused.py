"""What an application says of a request that it refuses with 422: read from its answer, in a learner's words."""

from __future__ import annotations

import json
from typing import Any

import httpx

REFUSED = 422
MOST_ERRORS, MOST = 2, 120  # errors that are told, characters of each text
PLACES = {"query": "query parameter", "path": "path parameter", "header": "header", "cookie": "cookie", "body": "body"}
FASTAPI_GIVES = {"request": "Request", "response": "Response", "background_tasks": "BackgroundTasks"}
OF_EVERY_CLIENT = {"host", "accept", "accept-encoding", "connection", "user-agent", "content-type", "content-length"}
OF_A_CALLABLE = {"args", "kwargs", "kw", "local_kw", "self", "cls", "bind", "sync_session_class"}
"""Parameters of what is no dependency: a factory, a class of SQLAlchemy's, a method without its object."""


def refusal(answer: httpx.Response, request: httpx.Request) -> str:
    """The first errors of a 422, each with its place, what was said, and what that usually comes of.

    "" for every other answer, and for one that does not look like FastAPI's: the body is the learner's to write.
    """
    if answer.status_code != REFUSED:
        return ""
    try:
        errors: Any = json.loads(answer.content)["detail"]
        told = [_told(each["loc"], each["msg"], each, request) for each in errors[: 2 * MOST_ERRORS]]
    except (ValueError, RecursionError, LookupError, TypeError, AttributeError):
        return ""
    return "; ".join(list(dict.fromkeys(told))[:MOST_ERRORS])


def _told(place: list[Any], said: str, error: dict[str, Any], request: httpx.Request) -> str:
    where, names = PLACES[place[0]], [_cut(part) for part in place[1:]]
    name = ".".join(names)
    usual = _usual(place[0], names, error, request)
    return f"{where}{f' `{name}`' if name else ''}: {_cut(said)}" + f" - {usual}" * bool(usual)


def _usual(where: str, names: list[str], error: dict[str, Any], request: httpx.Request) -> str:
    """What such an error usually comes of; "" where the place does not tell."""
    missing = error.get("type") == "missing"
    name = names[0] if names else ""
    if where == "query" and missing:
        return _of_query(name, request)
    if where == "path":
        return f"the path holds {_cut(repr(error.get('input')))}, and the function declares another type"
    if where == "header" and missing:
        if sent := [each for each in request.headers if each not in OF_EVERY_CLIENT]:
            return f"the request has the header {', '.join(f'`{each}`' for each in sent)}, and a parameter is named so"
        return f"if it may be absent, give it a default: `{name.replace('-', '_')}: … | None = None`"
    if where != "body":
        return ""
    if not request.content:
        return "no body was sent, so what is in the path, the query or a header was declared as a model"
    sent = _sent(request)
    if missing and isinstance(sent, dict) and name not in sent:
        return (
            f"the body has {', '.join(f'`{_cut(key)}`' for key in sent) or 'no fields'}: with several parameters from "
            f"the body, or `embed=True`, each stands under its own name"
        )
    if isinstance(sent, dict) and not names:
        return "the body is an object, `{…}`: declare a pydantic model, or one value with `Body(embed=True)`"
    return ""


def _of_query(name: str, request: httpx.Request) -> str:
    if name in FASTAPI_GIVES:
        return f"FastAPI gives it by its type: annotate it, `{name}: {FASTAPI_GIVES[name]}`"
    if name in OF_A_CALLABLE:
        return "`Depends(…)` was given a class or a factory: it wants a function of your own that yields the session"
    headers = {each.replace("-", "_") for each in request.headers}
    if name in headers:
        return f"it is a header: `{name}: Annotated[…, Header()]`"
    if isinstance(sent := _sent(request), dict) and name in sent:
        return (
            "a body is expected, so declare it as a pydantic model; one value of it is declared by `Body(embed=True)`"
        )
    return (
        f"neither `{{{name}}}` in the route's path nor a default was found, so FastAPI looks for it in the query: "
        "name it as the path does, or say where it comes from (a model, `Depends`, `Header`)"
    )


def _sent(request: httpx.Request) -> Any:
    try:
        return json.loads(request.content)
    except (ValueError, RecursionError):
        return None


def _cut(text: object) -> str:
    words = " ".join(str(text)[: 2 * MOST].split())
    return words if len(words) <= MOST else words[: MOST - 2] + " …"
