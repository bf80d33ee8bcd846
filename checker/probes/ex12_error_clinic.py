"""Probes of lesson 12: what the learner's functions do with engines, letters, lost connections and real errors."""

import asyncio
import inspect
import itertools
from collections.abc import AsyncIterator
from typing import Any

from sqlalchemy import delete, event, select, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, async_sessionmaker

from checker.probes.clinic import BUGS, DATA, DOWN, RETRY, Patient
from checker.probes.kinds import is_a, no_engine
from checker.probes.unhurried import no_pauses
from workbook.bookshop import Book, Order, User
from workbook.database import make_engine

# -- connect -----------------------------------------------------------------------------------------------------------


class NotNow(Exception):
    """In the place of a connection that would be opened."""


def made(learner: Any, url: str) -> AsyncEngine:
    """The engine that connect() returns; an AssertionError if it is none."""
    engine = learner.connect(url)
    assert not inspect.isawaitable(engine), "connect() must be a plain function: `def`, not `async def`"
    assert is_a(engine, AsyncEngine), f"connect() returned {no_engine(engine)}"
    return engine


async def told_to_the_driver(learner: Any, url: str) -> dict[str, Any]:
    """The driver that connect(url) has chosen, and what it would be given to connect with."""
    engine = made(learner, url)
    told: dict[str, Any] = {"driver": engine.dialect.driver}

    @event.listens_for(engine.sync_engine, "do_connect")
    def stop(dialect: Any, record: Any, args: list[Any], named: dict[str, Any]) -> None:
        told.update({name: value for name, value in named.items() if isinstance(value, str | int)}, args=args)
        raise NotNow

    try:
        await engine.connect()
    except NotNow:
        return told
    raise AssertionError("connect() returned an engine that connects by a function of its own: it was not looked into")


async def books(learner: Any, url: str) -> list[str]:
    """The titles that a query through connect(url) finds."""
    engine = made(learner, url)
    try:
        async with engine.connect() as connection:
            return list(await connection.scalars(select(Book.title).order_by(Book.title)))
    finally:
        await engine.dispose()


async def only_made(learner: Any, url: str) -> None:
    """Make an engine, and nothing more; tasks that were begun on the way come to their end."""
    before = asyncio.all_tasks()
    made(learner, url)
    if begun := asyncio.all_tasks() - before:
        await asyncio.wait(begun, timeout=2)


# -- transfer ----------------------------------------------------------------------------------------------------------


async def transfer(learner: Any, make_session: Any, source: str, target: str, copies: int) -> None:
    """A transfer without pauses."""
    with no_pauses(learner.transfer):
        return await learner.transfer(make_session=make_session, source=source, target=target, copies=copies)


# -- nightly -----------------------------------------------------------------------------------------------------------


async def letters(learner: Any, engine: AsyncEngine) -> dict[str, Any]:
    """What nightly() returns and the letters it sends, where the pool has one connection and the first ones need it.

    Whoever gets one of these cancels their orders: they had them when they were asked for.
    """
    small = make_engine(engine.url, pool_size=1, max_overflow=0, pool_timeout=1.0)
    sent: list[list[Any]] = []
    begun = itertools.count(1)

    async def send(email: str, number: int) -> None:
        if next(begun) <= 3:
            async with small.begin() as connection:
                theirs = select(User.id).where(User.email == email).scalar_subquery()
                await connection.execute(delete(Order).where(Order.user_id == theirs, ~Order.lines.any()))
        sent.append([email, number])

    try:
        returned = await learner.nightly(make_session=async_sessionmaker(small, expire_on_commit=False), send=send)
        await asyncio.sleep(0)
        return {"returned": returned, "letters": sent}
    finally:
        await small.dispose()


# -- stale -------------------------------------------------------------------------------------------------------------


async def idle(learner: Any, engine: AsyncEngine, number: int) -> list[int]:
    """Fill the pool with idle connections: the server's process behind each; SQLite has none, there they are cut."""
    held = [await _opened(engine) for _ in range(number)]
    if engine.dialect.name == "postgresql":
        pids = [await connection.scalar(text("SELECT pg_backend_pid()")) for connection in held]
    else:
        pids = []
        for connection in held:
            driver: Any = (await connection.get_raw_connection()).driver_connection
            await driver.close()
    for connection in held:
        await connection.close()
    return pids


async def warm(learner: Any, engine: AsyncEngine) -> None:
    """Connect once: an engine's first connection sends statements of its own, which no fault is meant for."""
    async with engine.connect() as connection:
        await connection.execute(select(1))


async def _opened(engine: AsyncEngine) -> AsyncConnection:
    return await engine.connect()


async def stale(learner: Any, engine: AsyncEngine, copies: dict[str, int]) -> None:
    """A delivery without pauses."""
    with no_pauses(learner.stale):
        return await learner.stale(engine=engine, copies=copies)


async def stale_without_room(learner: Any, engine: AsyncEngine, copies: dict[str, int]) -> None:
    """A delivery for which the pool has no connection: somebody else holds the only one."""
    small = make_engine(engine.url, pool_size=1, max_overflow=0, pool_timeout=0.05)
    try:
        async with small.connect():
            await stale(learner, small, copies)
    finally:
        await small.dispose()


# -- classify ----------------------------------------------------------------------------------------------------------

WARDS = {"retry": RETRY, "down": DOWN, "data": DATA, "bug": BUGS}


async def answers(learner: Any, engine: AsyncEngine, ward: str) -> list[list[str]]:
    """For each error of a ward, produced here and now: what it is, its class, and what classify() says of it."""
    given = []
    async for what, error in _errors(engine, ward):
        answer = learner.classify(error)
        assert not inspect.isawaitable(answer), "classify() must be a plain function: `def`, not `async def`"
        given.append([what, type(error).__name__, str(answer)])
    return given


async def _errors(engine: AsyncEngine, ward: str) -> AsyncIterator[tuple[str, BaseException]]:
    for what, provoke, database in WARDS[ward]:
        if database and database != engine.dialect.name:
            continue
        own = make_engine(engine.url, pool_size=4, pool_timeout=0.05)
        patient = Patient(own, async_sessionmaker(own, expire_on_commit=False))
        try:
            await provoke(patient)
        except Exception as error:
            yield what, error
        else:
            raise RuntimeError(f"nothing was raised: {what}")  # the checker's mistake, not the learner's
        finally:
            await own.dispose()
