"""What an application refuses, or has no route for, is told with its usual cause, by the answer and the routes."""

from __future__ import annotations

import json
from typing import Annotated, Any

import httpx
import pytest
from fastapi import APIRouter, Body, Depends, FastAPI, Header
from pydantic import BaseModel
from sqlalchemy.ext.asyncio import async_sessionmaker

from checker.judge.refused import refusal
from workbook.clues.routes import unserved
from workbook.errors import sentence


class New(BaseModel):
    """What is sent."""

    email: str
    full_name: str


def application(**prefix: str) -> FastAPI:
    router = APIRouter()

    @router.post("/query")
    async def by_query(email: str, full_name: str) -> None: ...

    @router.post("/embedded")
    async def embedded(new: Annotated[New, Body(embed=True)]) -> None: ...

    @router.post("/value")
    async def value(full_name: Annotated[str, Body()]) -> None: ...

    @router.post("/header")
    async def header(x_user_email: str) -> None: ...

    @router.post("/optional")
    async def optional(x_user_email: str | None = None) -> None: ...

    @router.post("/other")
    async def other(user_email: Annotated[str, Header()]) -> None: ...

    @router.get("/books/{book}")
    async def named_otherwise(isbn: str) -> None: ...

    @router.get("/orders/{number}")
    async def number(number: int) -> None: ...

    @router.get("/request")
    async def untyped(request) -> None: ...  # type: ignore[no-untyped-def]

    @router.get("/factory")
    async def factory(session: Annotated[Any, Depends(async_sessionmaker())]) -> None: ...

    @router.get("/slash/")
    async def slash() -> None: ...

    app = FastAPI()
    app.include_router(router, **prefix)
    return app


async def told(app: FastAPI, method: str, path: str, **sent: Any) -> str:
    """What is told of a request: what the answer refuses, or which routes there are."""
    found: list[dict[str, str]] = []

    async def watched(scope: Any, receive: Any, send: Any) -> None:
        await app(scope, receive, send)
        found.append(unserved(app, scope))

    async with httpx.AsyncClient(transport=httpx.ASGITransport(watched), base_url="http://shop") as client:
        answer = await client.request(method, path, **sent)
    return refusal(answer, answer.request) or sentence(found[0].get("cause", ""), found[0])


USER = {"email": "a@example.org", "full_name": "Ana"}


@pytest.mark.parametrize(
    ("method", "path", "sent", "words"),
    [
        (
            "POST",
            "/query",
            {"json": USER},
            ["query parameter `email`: Field required - a body is expected", "`full_name`"],
        ),
        ("POST", "/embedded", {"json": USER}, ["body `new`: Field required - the body has `email`, `full_name`"]),
        ("POST", "/value", {"json": USER}, ["the body is an object", "`Body(embed=True)`"]),
        ("POST", "/header", {"headers": {"X-User-Email": "x"}}, ["it is a header", "Header()"]),
        (
            "POST",
            "/optional",
            {"headers": {"X-User-Email": "x"}},
            ["`x_user_email` is read from the query", "Header()"],
        ),
        ("POST", "/other", {"headers": {"X-User-Email": "x"}}, ["header `user-email`", "`x-user-email`"]),
        ("GET", "/books/1", {}, ["neither `{isbn}` in the route's path"]),
        ("GET", "/orders/one", {}, ["path parameter `number`", "the path holds 'one'"]),
        ("GET", "/request", {}, ["`request: Request`"]),
        ("GET", "/factory", {}, ["`Depends(…)` was given a class or a factory"]),
        ("GET", "/slash", {}, ["the route is `/slash/`", "slash at the end"]),
        ("GET", "/book/1", {}, ["no route for `GET /book/1`", "`/books/{book}` comes nearest", "`POST /query`"]),
        ("PUT", "/query", {}, ["only as `POST /query`", "`@router.put(…)`"]),
        ("GET", "/orders/1", {}, []),
    ],
)
async def test_what_is_not_served_is_told(method: str, path: str, sent: dict[str, Any], words: list[str]):
    said = await told(application(), method, path, **sent)
    assert bool(said) == bool(words), said
    assert [each for each in words if each not in said] == [], said


async def test_a_prefix_and_an_application_without_routes_are_told():
    assert "the prefix `/api` is one too many" in await told(application(prefix="/api"), "GET", "/orders/1")
    assert "`app.include_router(router)`" in await told(FastAPI(), "GET", "/orders/1")


@pytest.mark.parametrize(
    "detail",
    [
        None, "no", [], [1], [{}], [{"loc": [], "msg": ""}], [{"loc": ["elsewhere"], "msg": ""}], {"loc": 1},
        [{"loc": [["query"]], "msg": "x"}],
    ],
)  # fmt: skip
def test_a_refusal_of_the_learners_own_making_is_not_read(detail: object):
    request = httpx.Request("GET", "http://shop/")
    assert refusal(httpx.Response(422, content=json.dumps({"detail": detail}).encode()), request) == ""
    assert refusal(httpx.Response(422, content=b"\xff" + json.dumps({"detail": detail}).encode()), request) == ""


def test_a_refusal_is_cut():
    error = {"loc": ["query", "x" * 10_000], "msg": "y" * 10_000, "type": "missing"}
    answer = httpx.Response(422, content=json.dumps({"detail": [error] * 1_000}).encode())
    assert len(refusal(answer, httpx.Request("GET", "http://shop/"))) < 1_500
