"""Probe of lesson 05: a caller whose session holds the objects already, with nothing that belongs to them."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from checker.worker.learner import Learner
from workbook.bookshop import Order, OrderLine, User


async def held_already(
    learner: Learner, make_session: async_sessionmaker[AsyncSession], function: str, values: dict[str, Any]
) -> Any:
    """What the learner's `function` returns to a caller who has read all users, orders and lines before."""
    async with make_session() as session:
        held = [list(await session.scalars(select(kind))) for kind in (User, Order, OrderLine)]
        found = await getattr(learner, function)(session=session, **values)
        assert held, "the session refers to its objects weakly: they are held until here"
        return found
