"""`joinedload` puts the LIMIT into a subquery by itself."""


async def orders_page(session: AsyncSession, page: int, size: int) -> list[Order]:
    newest_first = select(Order).options(joinedload(Order.lines)).order_by(Order.created_at.desc(), Order.id.desc())
    result = await session.scalars(newest_first.limit(size).offset((page - 1) * size))
    return list(result.unique())
