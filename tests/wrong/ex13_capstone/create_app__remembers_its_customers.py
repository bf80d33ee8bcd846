"""Whose an email is, is asked once, and then remembered: it may be another's by now.

Caught by: test_nobody_is_a_401
"""

CUSTOMERS: dict[str, User] = {}


async def known(session: AsyncSession, email: str) -> User:
    user = CUSTOMERS.get(email) or (await queries.find_user(session, email) if email else None)
    if user is None:
        raise Unknown(email)
    CUSTOMERS[email] = user
    return user
