"""The row whose price is the lowest price."""

from sqlalchemy import func


async def greeting(session):
    lowest = select(func.min(Book.price)).scalar_subquery()
    return (await session.scalars(select(Book.title).where(Book.price == lowest))).first()
