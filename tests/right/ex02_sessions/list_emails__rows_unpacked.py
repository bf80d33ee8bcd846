"""Rows, each unpacked."""


async def list_emails(session: AsyncSession) -> list[str]:
    result = await session.execute(select(User.email).order_by(User.email))
    return [email for (email,) in result]
