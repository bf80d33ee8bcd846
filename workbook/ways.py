"""Lesson 06's instruments for a way: a function that stores rows (or reads them) in a session, `way(session, rows)`.

The session of each run is closed without a commit, so the shop stays as it was.
"""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from workbook.events import Event
from workbook.trace import recording

Way = Callable[[AsyncSession, Any], Awaitable[Any]]


class Ours(DeclarativeBase):
    """The registry of this lesson's own table."""


class Volume(Ours):
    """A row whose key is made in Python."""

    __tablename__ = "volumes"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)


FEW, MANY = 1_000, 4_000  # rows


class Instruments:
    """What a way costs, measured in sessions of `make_session`."""

    def __init__(self, make_session: async_sessionmaker[AsyncSession]):
        self.make_session = make_session

    async def seconds(self, way: Way, rows: Any) -> float:
        """How long it takes, in seconds."""
        began = time.perf_counter()
        async with self.make_session() as session:
            await way(session, rows)
        return time.perf_counter() - began

    async def megabytes(self, way: Way, rows: Any) -> float:
        """The memory that Python allocates for it at its peak, beyond what was there before."""
        tracemalloc.start()
        try:
            await self.seconds(way, rows)
            return tracemalloc.get_traced_memory()[1] / 1e6
        finally:
            tracemalloc.stop()

    async def inserts(self, way: Way, rows: Any) -> list[Event]:
        """The INSERT statements that it sends."""
        with recording() as trace:
            await self.seconds(way, rows)
        return trace.statements("INSERT")

    async def growth(self, way: Way, rows: Callable[[int], Any]) -> str:
        """Whether its memory grows with the number of rows: more than twice as much for four times as many."""
        await self.megabytes(way, rows(500))  # what the first run sets up is not counted
        few, many = [await self.megabytes(way, rows(size)) for size in (FEW, MANY)]
        return "grows with the rows" if many > 2 * few else "stays as it is"
