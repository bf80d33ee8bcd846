"""Sorts by the email in small letters.

Caught by: test_emails_with_capital_letters
"""


async def users_with_orders(session: AsyncSession, limit: int) -> list[User]:
    query = select(User).order_by(func.lower(User.email)).limit(limit).options(selectinload(User.orders))
    return list(await session.scalars(query))
