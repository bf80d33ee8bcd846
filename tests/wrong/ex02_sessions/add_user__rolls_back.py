"""Rolls back before it lets the error go on: a caller in a savepoint loses what came before it.

Caught by: test_the_caller_may_have_a_savepoint
"""

from sqlalchemy.exc import IntegrityError


async def add_user(session: AsyncSession, email: str, full_name: str) -> int:
    user = User(email=email, full_name=full_name)
    session.add(user)
    try:
        await session.flush()
    except IntegrityError:
        await session.rollback()
        raise
    return user.id
