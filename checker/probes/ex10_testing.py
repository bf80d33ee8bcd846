"""Probes of lesson 10: code under test inside the learner's `isolated`, and an application behind their `client`."""

import asyncio
from typing import Any

import httpx  # noqa: F401 - what a learner's tests import: its workers, of which there are many, have it already
import pytest  # noqa: F401
from fastapi import Depends, FastAPI
from sqlalchemy import delete, event, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine

from workbook.bookshop import User


class Stop(Exception):
    """What a block raises."""


async def emails(make_session: Any) -> list[str]:
    """What a session of its own sees."""
    async with make_session() as session:
        return list(await session.scalars(select(User.email).order_by(User.email)))


async def add(make_session: Any, email: str) -> str:
    """Code under test: a user is stored, or the database refuses, and the session is rolled back."""
    async with make_session() as session:
        session.add(user := User(email=email, full_name=email))
        try:
            await session.commit()
        except IntegrityError:
            await session.rollback()
            return "refused"
        return user.email


def block(learner: Any, engine: Any) -> Any:
    """The learner's context manager."""
    manager = learner.isolated(engine)
    assert hasattr(manager, "__aenter__"), "isolated(engine) does not work with `async with`"
    return manager


async def inside(learner, engine, database_url: str, adds: list[str], plain: bool = False) -> dict[str, Any]:
    """Users are added one after another inside isolated(), on a plain engine or the lessons': what is seen of them."""
    engine = create_async_engine(database_url) if plain else engine
    try:
        async with block(learner, engine) as make_session:
            kind = type(make_session).__name__
            assert callable(make_session), (
                f"isolated() gives its block a value of type {kind}, not a factory of sessions"
            )
            async with make_session() as one, make_session() as another:
                assert one is not another, "isolated() gives its block one session each time, and no new one"
            came = [await add(make_session, email) for email in adds]
            outside = create_async_engine(database_url)
            try:
                return {
                    "came": came,
                    "inside": await emails(make_session),
                    "outside": await emails(async_sessionmaker(outside)),
                }
            finally:
                await outside.dispose()
    finally:
        if plain:
            await engine.dispose()


async def changed(learner, engine, email: str) -> list[str]:
    """A user is added, the others are renamed and one of them is removed inside isolated(); the emails seen before."""
    async with block(learner, engine) as make_session:
        before = await emails(make_session)
        async with make_session() as session:
            await session.execute(update(User).values(full_name="Somebody else"))
            await session.commit()
            session.add(User(email=email, full_name=email))
            await session.execute(delete(User).where(User.email == before[0]))
            await session.commit()
        return before


async def ended(learner, engine, email: str, ending: str) -> list[Any]:
    """The block stores a user, and ends somehow: what came out, the connections still out, what became of the pool."""
    came_out, pool, thrown_away = "nothing", engine.pool, []
    event.listen(pool, "close", lambda *_: thrown_away.append("a connection"))
    try:
        async with asyncio.timeout(None) as deadline, block(learner, engine) as make_session:
            await add(make_session, email)
            if ending == "raises":
                raise Stop
            if ending == "is cancelled":
                deadline.reschedule(asyncio.get_running_loop().time())
                await asyncio.sleep(5)
    except (Stop, TimeoutError) as problem:
        came_out = type(problem).__name__
    return [came_out, engine.pool.checkedout(), "another" if engine.pool is not pool else ", ".join(thrown_away)]


async def order_of(learner, make_session, email: str, lines: int) -> list[Any]:
    """A user, an order of somebody else, and two of that user, the last without lines: what can be read of these."""
    async with make_session() as session:
        user = await learner.make_user(session, email=email)
        await learner.make_order(session)
        order = await learner.make_order(session, user, lines)
        orders = [order, await learner.make_order(session, user, 0)]
        read = [[(line.quantity >= 1, line.price == line.book.price) for line in each.lines] for each in orders]
        email = order.user.email
        await session.commit()
        return [email, *read]


async def made_together(learner, make_session, users: int, orders: int) -> None:
    """So many users and orders, in two sessions by turns, and all of them committed."""
    for make, times in ((learner.make_user, users), (learner.make_order, orders)):
        for _ in range(2):
            async with make_session() as session:
                for _ in range(times):
                    await make(session)
                await session.commit()


def application(learner: Any) -> FastAPI:
    """An application whose endpoints depend on the learner's get_session."""
    app = FastAPI()
    session = Depends(learner.get_session)

    @app.post("/users/{email}", status_code=201)
    async def add_user(email: str, session: AsyncSession = session) -> None:
        session.add(User(email=email, full_name=email))
        await session.commit()

    @app.post("/forgets/{email}", status_code=201)
    async def forget(email: str, session: AsyncSession = session) -> None:
        session.add(User(email=email, full_name=email))
        await session.flush()

    @app.get("/fails")
    async def fail(session: AsyncSession = session) -> None:
        await session.scalar(select(User.id))
        raise Stop("an endpoint has failed")

    return app


async def asked(learner, make_session, paths: list[str]) -> dict[str, Any]:
    """Requests through client(): the answers' numbers, and how many sessions were made, and closed after each."""
    app, made = application(learner), []

    class Noted(AsyncSession):
        def __init__(self, *args: Any, **named: Any):
            super().__init__(*args, **named)
            made.append(self)

        async def close(self) -> None:
            await super().close()
            self.info["closed"] = True

    factory = async_sessionmaker(make_session.kw["bind"], class_=Noted, expire_on_commit=False)
    numbers, closed = [], []
    async with client(learner, app, factory) as http:
        for path in paths:
            numbers.append((await http.request("GET" if path == "/fails" else "POST", path)).status_code)
            closed.append(sum(session.info.get("closed", False) for session in made))
    return {"answers": numbers, "sessions": len(made), "closed": closed}


def client(learner: Any, app: FastAPI, make_session: Any) -> Any:
    """The learner's context manager."""
    manager = learner.client(app, make_session)
    assert hasattr(manager, "__aenter__"), "client(app, make_session) does not work with `async with`"
    return manager


async def overrides(learner, make_session, email: str, mine: bool, ending: str) -> list[str]:
    """What the overrides are after the block has ended, told by what is not as it was before."""

    async def other() -> str:
        return "another dependency"

    async def inside() -> str:
        return "a dependency that the block itself overrides"

    async def earlier() -> str:
        return "an earlier override"

    app = application(learner)
    app.dependency_overrides[other] = earlier
    if mine:
        app.dependency_overrides[learner.get_session] = earlier
    before, wrong = dict(app.dependency_overrides), []
    try:
        async with asyncio.timeout(None) as deadline, client(learner, app, make_session) as http:
            await http.post(f"/users/{email}")
            if app.dependency_overrides.get(other) is not earlier:
                wrong.append("inside the block the override of another dependency is gone")
            app.dependency_overrides[inside] = earlier
            if ending == "raises":
                raise Stop
            if ending == "is cancelled":
                deadline.reschedule(asyncio.get_running_loop().time())
                await asyncio.sleep(5)
    except (Stop, TimeoutError):
        pass
    else:
        if ending != "ends":
            wrong.append("the block's own exception did not come out")
    after = app.dependency_overrides
    names = {other: "another dependency", learner.get_session: "get_session", inside: "what the block has overridden"}
    lost = [f"the override of {names[key]} is gone" for key in before if key not in after]
    kept = [f"{names[key]} is still overridden" for key in after if key not in before]
    return (
        wrong
        + lost
        + kept
        + [f"{names[key]} has another override" for key in before if after.get(key, before[key]) is not before[key]]
    )
