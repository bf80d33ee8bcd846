"""Probes of lesson 01: they hold on to the learner's engine and its connections while the judge looks."""

import asyncio
from typing import Any

from sqlalchemy import event, func, insert, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from checker.probes.kinds import is_a, no_engine
from workbook.bookshop import Book, Profile

held: list[AsyncConnection] = []


class Fire(Exception):
    """What the body of an `async with` raises."""


def made(learner: Any, url: str, **options: int) -> AsyncEngine:
    """The engine that make_engine() returns; an AssertionError if it is none."""
    engine = learner.make_engine(url, **options)
    assert is_a(engine, AsyncEngine), f"make_engine() returned {no_engine(engine)}"
    return engine


async def create(learner: Any, url: str) -> str:
    """Make an engine, and nothing more; the URL that it is for."""
    return made(learner, url).url.render_as_string(hide_password=False)


async def hold(learner: Any, url: str, pool_size: int) -> int:
    """Ask for two connections more than the pool may have, all at once; how many were given.  They stay out."""
    engine = made(learner, url, pool_size=pool_size)
    opening: list[None] = []
    # heard before the pool opens a connection, so that nobody has to wait to see that it does not
    event.listen(engine.sync_engine, "do_connect", lambda *_: opening.append(None))
    asking = [asyncio.create_task(_connection(engine)) for _ in range(pool_size + 2)]
    for _ in range(5):
        await asyncio.sleep(0)
    # an engine that connects by a function of its own does not tell
    given, waiting = await asyncio.wait(asking, timeout=0 if opening else 1)
    while len(given) < len(opening):
        done, waiting = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        given |= done
    for task in waiting:
        task.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)
    held.extend([task.result() for task in given])
    return len(held)


async def _connection(engine: AsyncEngine) -> AsyncConnection:
    return await engine.connect()


async def lawless(learner: Any) -> int:
    """On how many of the held connections a profile of nobody can be stored."""
    stored = 0
    for connection in held:
        try:
            await connection.execute(insert(Profile).values(user_id=-1, bio="nobody's"))
            stored += 1
        except DBAPIError:
            pass
        await connection.rollback()
    return stored


async def release(learner: Any) -> None:
    """Give back what `hold` took."""
    engine = held[0].engine
    for connection in held:
        await connection.close()
    held.clear()
    await engine.dispose()


async def revive(learner: Any, url: str) -> int:
    """The number of books, asked after the pool's idle connection was cut behind its back."""
    engine = made(learner, url)
    async with engine.connect() as connection:
        driver: Any = (await connection.get_raw_connection()).driver_connection
    await driver.close()
    try:
        async with engine.connect() as connection:
            return await connection.scalar(select(func.count()).select_from(Book)) or 0
    except DBAPIError as problem:
        raise AssertionError(
            f"a connection was cut while it lay idle, and the pool gave it out untried: {problem.orig}"
        ) from None
    finally:
        await engine.dispose()


async def change_of_mind(learner: Any, url: str) -> None:
    """Insert a book, then roll back."""
    engine = made(learner, url)
    await _insert_and_roll_back(engine)
    await engine.dispose()


async def count_and_change_of_mind(learner: Any, engine: AsyncEngine) -> None:
    """Count the books, then insert one on the same engine, and roll back."""
    await learner.count_books(engine)
    await _insert_and_roll_back(engine)


async def _insert_and_roll_back(engine: AsyncEngine) -> None:
    async with engine.connect() as connection:
        await connection.execute(insert(Book).values(isbn="0", title="A change of mind", price=1, stock=1))
        await connection.rollback()


async def live(learner: Any, url: str, ending: str) -> list:
    """What a block inside engine_lifespan() sees that ends, raises or is cancelled, and what comes out of it."""
    manager = learner.engine_lifespan(url)
    assert hasattr(manager, "__aenter__"), (
        "engine_lifespan(url) does not work with `async with`: see @asynccontextmanager"
    )
    books, came_out = None, "nothing"
    try:
        async with manager as engine:
            assert is_a(engine, AsyncEngine), f"engine_lifespan() yielded {no_engine(engine)}"
            async with engine.connect() as connection:
                books = await connection.scalar(select(func.count()).select_from(Book))
            if ending == "raises":
                raise Fire
            if ending == "cancelled":
                raise asyncio.CancelledError
    except (Fire, asyncio.CancelledError) as problem:
        came_out = type(problem).__name__
    except RuntimeError as problem:  # contextlib's own words say little, and name no line
        if "didn't stop" not in str(problem):
            raise
        raise AssertionError("engine_lifespan() yields twice: was the stub's `yield` left in?") from None
    return [books, came_out]
