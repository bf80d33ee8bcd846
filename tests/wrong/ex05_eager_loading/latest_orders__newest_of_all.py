"""One LIMIT for all users.

Caught by: test_the_newest_of_each_user
"""


async def latest_orders(session: AsyncSession) -> list[Order]:
    newest_first = (
        select(Order).options(joinedload(Order.user)).order_by(Order.created_at.desc(), Order.id.desc()).limit(1)
    )
    return list(await session.scalars(newest_first))
