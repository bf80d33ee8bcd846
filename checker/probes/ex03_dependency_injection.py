"""Probes of lesson 03: the learner's dependencies in an application of our own, without a server."""

import asyncio
import inspect
from contextlib import suppress
from typing import Annotated, Any

import httpx
from fastapi import APIRouter, Depends, FastAPI, HTTPException, Request
from fastapi.exceptions import FastAPIError
from sqlalchemy import URL, Connection, Engine, event, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_object_session, async_sessionmaker

from checker.probes.kinds import is_a
from checker.worker.learner import Learner
from workbook.bookshop import User


class Planned(Exception):
    """The error of an endpoint of ours."""


SWALLOWED = (UnboundLocalError, FastAPIError)  # what FastAPI trips over when a dependency swallows an exception


def _client(make_session: async_sessionmaker[AsyncSession]) -> tuple[FastAPI, httpx.AsyncClient]:
    app = FastAPI(openapi_url=None)  # without documentation it is made in half the time
    app.state.make_session = make_session
    return app, httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://shop")


def _session_of(learner: Learner) -> Any:
    inner = getattr(learner.get_session, "__wrapped__", None)
    assert not (inspect.isasyncgenfunction(inner) and not inspect.isasyncgenfunction(learner.get_session)), (
        "get_session() is decorated with @asynccontextmanager: FastAPI makes a context manager of the generator "
        "function itself, take the decorator away"
    )
    return Depends(learner.get_session, scope="function")  # may depend on dependencies of either scope


def _is_session(value: Any) -> None:
    name = type(value).__name__
    assert is_a(value, AsyncSession), f"get_session() must yield an AsyncSession; what came is of type {name}"


async def sessions(learner: Learner, engine: AsyncEngine, requests: int) -> dict[str, int]:
    """How many sessions `requests` requests had that came one by one, and two more at the same moment.

    Also the most that two dependants of one request had, and how many sessions another application's factory had made.
    """
    seen: list[tuple[AsyncSession, ...]] = []  # kept, so that no two are at the same place in memory
    both, strange = asyncio.Barrier(2), 0

    async def another(session: Annotated[Any, _session_of(learner)]) -> Any:
        return session

    async def endpoint(
        request: Request, session: Annotated[Any, _session_of(learner)], other: Annotated[Any, Depends(another)]
    ) -> None:
        nonlocal strange
        _is_session(session)
        seen.append((session, other))
        strange += session.info.get("shop") != request.app.title
        if request.url.query:
            with suppress(TimeoutError):  # where one is let in at a time, they never meet
                async with asyncio.timeout(1):
                    await both.wait()

    router = APIRouter()  # what is asked of the learner's function is worked out once, for both applications
    router.add_api_route("/", endpoint)

    def shop(name: str) -> httpx.AsyncClient:
        app, client = _client(async_sessionmaker(engine, expire_on_commit=False, info={"shop": name}))
        app.title = name
        app.router.routes.extend(router.routes)
        return client

    async with shop("one") as one, shop("another") as two:
        for number in range(requests):
            await (two if number else one).get("/")
        await asyncio.gather(*[one.get("/?at-once") for _ in range(2)])
    return {
        "sessions": len({id(session) for session, _ in seen}),
        "in one request": max(len({id(one), id(other)}) for one, other in seen),
        "of another factory": strange,
    }


async def paths(
    learner: Learner, engine: AsyncEngine, make_session: async_sessionmaker[AsyncSession], ways: list[str]
) -> dict[str, list[Any]]:
    """For each of these ways a request can end: what the client sees, and the connections still out afterwards."""
    app, client = _client(make_session)
    kept: list[AsyncSession] = []  # or the garbage collector might give the connection back

    @app.get("/{way}")
    async def endpoint(way: str, session: Annotated[Any, _session_of(learner)]) -> None:
        _is_session(session)
        kept.append(session)
        await session.execute(text("SELECT 1"))
        if way == "HTTPException":
            raise HTTPException(404)
        if way == "another exception":
            raise Planned
        if way == "a cancellation":
            await _cancelled()

    found: dict[str, list[Any]] = {}
    async with client:
        for way in ways:
            try:
                seen: Any = (await asyncio.create_task(_status(client, way))).status_code
            except Planned:
                seen = "the exception"
            except DBAPIError:
                seen = "the commit's failure"
            except asyncio.CancelledError:
                seen = "it"
            except SWALLOWED:
                seen = "nothing: get_session() kept the exception to itself"
            found[way] = [seen, engine.sync_engine.pool.checkedout()]  # type: ignore[attr-defined]
    for session in kept:
        await session.close()
    return found


async def _status(client: httpx.AsyncClient, way: str) -> httpx.Response:
    return await client.get(f"/{way}")


async def fail_after_insert(
    learner: Learner, make_session: async_sessionmaker[AsyncSession], email: str, way: str
) -> None:
    """A request that stores a user and then ends in "HTTPException", "an error" or "a cancellation"."""
    app, client = _client(make_session)

    @app.get("/")
    async def endpoint(session: Annotated[Any, _session_of(learner)]) -> None:
        _is_session(session)
        session.add(User(email=email, full_name=email))
        await session.flush()
        if way == "a cancellation":
            await _cancelled()
        raise HTTPException(409) if way == "HTTPException" else Planned

    async with client:
        with suppress(Planned, asyncio.CancelledError, *SWALLOWED):
            await asyncio.create_task(_status(client, ""))


async def two_applications(learner: Learner, engine: AsyncEngine) -> list[bool]:
    """For each of two applications at once, whether it connects by the URL that it was given."""
    # two names of this check's database
    option = {"sqlite": "timeout", "postgresql": "prepared_statement_cache_size"}[engine.dialect.name]
    urls = [engine.url.update_query_dict({option: number}) for number in ("31", "32")]
    apps = [learner.create_app(url.render_as_string(hide_password=False)) for url in urls]
    seen: list[URL] = []

    def connected(connection: Connection) -> None:
        seen.append(connection.engine.url)

    event.listen(Engine, "engine_connect", connected)
    found = []
    async with apps[0].router.lifespan_context(apps[0]), apps[1].router.lifespan_context(apps[1]):
        for app, url in zip(apps, urls, strict=True):
            seen.clear()
            async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://shop") as client:
                await client.get("/users/1")
            found.append(set(seen) == {url})
    event.remove(Engine, "engine_connect", connected)
    return found


async def _cancelled() -> None:
    task = asyncio.current_task()
    assert task is not None
    task.cancel()
    await asyncio.sleep(5)


async def who(
    learner: Learner, make_session: async_sessionmaker[AsyncSession], headers: list[dict[str, str]]
) -> list[list[Any]]:
    """The status of a request with each of these headers, and the email of the user whom `current_user` found."""
    app, client = _client(make_session)

    @app.get("/")
    async def endpoint(user: Annotated[Any, Depends(learner.current_user)]) -> dict[str, Any]:
        name = type(user).__name__
        assert is_a(user, User), f"current_user() must return a User; what came is of type {name}"
        assert async_object_session(user) is not None, (
            "the user that current_user() returned belongs to no session that is open: what is changed in it is lost"
        )
        return {"email": user.email}

    async with client:
        answers = [await client.get("/", headers=each) for each in headers]
    return [[answer.status_code, answer.json().get("email")] for answer in answers]
