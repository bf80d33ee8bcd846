"""A SELECT for each user.

Caught by: test_one_statement_that_fetches_the_newest
"""


async def latest_orders(session: AsyncSession) -> list[Order]:
    found = []
    for user in (await session.scalars(select(User).order_by(User.email))).all():
        newest = (
            select(Order).where(Order.user_id == user.id).order_by(Order.created_at.desc(), Order.id.desc()).limit(1)
        )
        order = await session.scalar(newest.options(joinedload(Order.user)))
        if order is not None:
            found.append(order)
    return found
