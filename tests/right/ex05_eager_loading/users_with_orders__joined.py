"""One statement: the users in a subquery, their orders joined to it."""


async def users_with_orders(session: AsyncSession, limit: int) -> list[User]:
    statement = select(User).options(joinedload(User.orders)).order_by(User.email).limit(limit)
    return list((await session.scalars(statement)).unique())
