"""`slice()` writes LIMIT and OFFSET."""

from sqlalchemy.orm import subqueryload


async def orders_page(session: AsyncSession, page: int, size: int) -> list[Order]:
    newest_first = select(Order).options(subqueryload(Order.lines)).order_by(Order.created_at.desc(), Order.id.desc())
    return list(await session.scalars(newest_first.slice((page - 1) * size, page * size)))
