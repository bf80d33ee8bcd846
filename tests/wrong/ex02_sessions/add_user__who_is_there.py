"""Where the email is taken it returns the id of whoever has it, and says nothing.

Caught by: test_a_taken_email_is_an_error
"""


async def add_user(session: AsyncSession, email: str, full_name: str) -> int:
    user = await session.scalar(select(User).where(User.email == email))
    if user is None:
        user = User(email=email, full_name=full_name)
        session.add(user)
        await session.flush()
    return user.id
