"""One row after another from a stream."""


async def list_emails(session: AsyncSession) -> list[str]:
    stream = await session.stream_scalars(select(User.email).order_by(User.email))
    return [email async for email in stream]
