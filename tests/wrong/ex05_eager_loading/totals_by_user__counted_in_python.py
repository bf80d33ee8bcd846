"""Loads every order and every line, and adds up in Python.

Caught by: test_the_database_adds_up
"""


async def totals_by_user(session: AsyncSession) -> dict[str, int]:
    everything = joinedload(User.orders).joinedload(Order.lines)
    users = (await session.scalars(select(User).options(everything))).unique()
    return {
        user.email: sum(line.quantity * line.price for order in user.orders for line in order.lines) for user in users
    }
