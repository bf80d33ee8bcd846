"""Probes of lesson 06: generators of rows as arguments, a rival in the middle of an upsert, and a `write` that listens.

What a generator gives is made by `stock_list`, from numbers that the judge draws: so the judge knows what must be
stored, and nothing of it has to be sent.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from hashlib import sha256
from typing import Any

import asyncpg
import sqlalchemy.dialects.postgresql  # noqa: F401 - its INSERT: loaded once, not by every worker
from sqlalchemy import event, func, insert, select
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlalchemy.ext.asyncio import AsyncEngine, async_sessionmaker

from checker.wall.awkward import IN_FILES
from checker.worker.learner import Learner, message
from workbook.bookshop import Book

MOST_SECONDS_TO_WAIT = 5.0


def stock_list(seed: int, number: int) -> Iterator[dict[str, Any]]:
    """That many different books, always the same ones for one seed; some without a title, a price or a copy."""
    for position in range(number):
        drawn = (seed * 31 + position) * 7919  # cheap: there may be hundreds of thousands
        yield {
            "isbn": f"{seed:05}{position:08}{('', '-x', ' X')[position % 3]}",
            "title": f"Volume {drawn} {IN_FILES[position % len(IN_FILES)]}" if position % 7 != 2 else "",
            "price": 100 + drawn % 4900 if position % 7 != 1 else 0,
            "stock": 1 + drawn % 9 if position % 7 != 3 else 0,
        }


async def import_stock_list(
    learner: Learner,
    make_session: async_sessionmaker,
    seed: int,
    number: int,
    how: str,
    repeated: int | None = None,
    unreadable: int | None = None,
    **given: Any,
) -> dict[str, Any]:
    """Imports a stock list, every other row with its keys turned round; `how` is "for" or "async for", row number
    `repeated` has the isbn of the first.

    Instead of row number `unreadable` the generator raises an error of the database it reads from.
    Whatever was given beyond it goes to the learner's function.  What came back, or what ImportStopped said.
    """

    def rows() -> Iterator[dict[str, Any]]:
        for position, row in enumerate(stock_list(seed, number)):
            if position == unreadable:
                raise OperationalError("SELECT …", None, Exception(f"row {position + 1} cannot be read"))
            if position == repeated:
                row["isbn"] = next(stock_list(seed, 1))["isbn"]
            yield row if position % 2 else dict(reversed(row.items()))

    async def rows_awaited() -> AsyncIterator[dict[str, Any]]:
        for row in rows():
            yield row

    try:
        source = rows_awaited() if how == "async for" else rows()
        return {"returned": await learner.import_books(make_session, source, **given)}
    except learner.ImportStopped as stopped:
        behind = stopped.__cause__
        # SQLAlchemy's error, or the driver's own, which it holds as `orig`
        names = [kind.__name__ for kind in type(behind).__mro__] if behind else [""]
        name = "IntegrityError" if "IntegrityError" in names else names[0]
        return {"kept": stopped.kept, "behind it": name, "saying": message(behind) if behind else ""}


async def give_stock_list(
    learner: Learner, make_session: async_sessionmaker, function: str, seed: int, number: int
) -> None:
    """Gives a stock list to add_books() or upsert_books(), and commits."""
    async with make_session() as session:
        await getattr(learner, function)(session, list(stock_list(seed, number)))
        await session.commit()


async def among_the_callers_work(
    learner: Learner,
    make_session: async_sessionmaker,
    function: str,
    values: dict[str, Any],
    mine: dict[str, Any],
    commit: bool,
) -> None:
    """A caller adds the book `mine`, calls the learner's function, and commits or rolls back."""
    async with make_session() as session:
        await session.execute(insert(Book).values(mine))
        await getattr(learner, function)(session=session, **values)
        await (session.commit() if commit else session.rollback())


async def stored_while_importing(
    learner: Learner, make_session: async_sessionmaker, engine: AsyncEngine, seed: int, number: int, chunk_size: int
) -> list[list[int]]:
    """Imports a stock list that looks at the shop now and then: rows given so far, and rows somebody else could see."""
    seen: list[list[int]] = []

    async def rows() -> AsyncIterator[dict[str, Any]]:
        for position, row in enumerate(stock_list(seed, number)):
            if position % chunk_size == chunk_size // 2:
                async with engine.connect() as connection:
                    seen.append([position, await connection.scalar(select(func.count()).select_from(Book)) or 0])
            yield row

    await learner.import_books(make_session, rows(), chunk_size=chunk_size)
    return seen


async def upsert_against_a_rival(
    learner: Learner,
    make_session: async_sessionmaker,
    engine: AsyncEngine,
    rows: list[dict[str, Any]],
    rival: dict[str, Any],
) -> None:
    """Upserts `rows` while somebody else adds the book `rival`, and commits it as soon as the learner writes."""
    writing = asyncio.Event()

    def before(connection, cursor, statement, parameters, context, executemany) -> None:
        if not statement.lstrip().upper().startswith("SELECT"):
            writing.set()

    async def upsert() -> None:
        async with make_session() as session:
            await learner.upsert_books(session, rows)
            await session.commit()

    async with engine.connect() as theirs:
        await theirs.execute(insert(Book).values(rival))
        event.listen(engine.sync_engine, "before_cursor_execute", before)
        try:
            ours = asyncio.create_task(upsert())
            asked = asyncio.create_task(writing.wait())
            await asyncio.wait([ours, asked], timeout=MOST_SECONDS_TO_WAIT, return_when="FIRST_COMPLETED")
            asked.cancel()
            await theirs.commit()
            await ours
        except IntegrityError:
            raise AssertionError(
                "somebody else added the same book between the look and the INSERT: IntegrityError, and the whole "
                "delivery is lost.  Only the database can look and write in one step: ON CONFLICT."
            ) from None
        finally:
            event.remove(engine.sync_engine, "before_cursor_execute", before)


async def export(learner: Learner, make_session: async_sessionmaker, room: int | None = None) -> dict[str, Any]:
    """Exports the sales; what was returned, how many lines were written, the first of them, and a digest of all.

    There is room on the disk for `room` lines.
    """
    digest, written, first = sha256(), 0, ""

    def write(text: str) -> int:
        nonlocal written, first
        assert isinstance(text, str), f"write() was given a value of type {type(text).__name__}, not text"
        if room is not None and written + text.count("\n") > room:
            raise OSError("the disk is full")
        digest.update(text.encode())
        written += text.count("\n")
        first += text if len(first) < 10_000 else ""
        return len(text)

    async with make_session() as session:
        returned = await learner.export_sales(session, write)
    lines = first[:10_000].splitlines(keepends=True)
    return {"returned": returned, "written": written, "lines": lines[:200], "digest": digest.hexdigest()}


async def copy_stock_list(
    learner: Learner, engine: AsyncEngine, seed: int, number: int, by_turns: bool = False, repeated: bool = False
) -> str:
    """Copies a stock list; with every other row's keys turned round, or with a last row that repeats the first.

    The name of the exception the learner's function raised, or "".
    """

    def rows() -> Iterator[dict[str, Any]]:
        for position, row in enumerate(stock_list(seed, number)):
            yield dict(reversed(row.items())) if by_turns and position % 2 == 0 else row
        if repeated:
            yield next(stock_list(seed, 1))

    try:
        await learner.copy_books(engine, rows())
    except (asyncpg.PostgresError, DBAPIError) as problem:
        if not repeated:
            raise
        return type(problem).__name__
    return ""
