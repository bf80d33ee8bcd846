"""The session, and its connection, stays open while every letter is sent.

Caught by: test_no_connection_while_a_letter_is_sent
"""


async def nightly(make_session: async_sessionmaker[AsyncSession], send: Callable[[str, int], Awaitable[None]]) -> int:
    sent = 0
    async with make_session() as session:
        rows = select(User.email, func.count()).join(User.orders).group_by(User.id, User.email)
        for email, number in await session.execute(rows):
            await send(email, number)
            sent += 1
    return sent
