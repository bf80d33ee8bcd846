"""A limit that nobody asked for: whoever comes after the first hundred gets no letter.

Caught by: test_no_connection_while_a_letter_is_sent
"""


async def nightly(make_session: async_sessionmaker[AsyncSession], send: Callable[[str, int], Awaitable[None]]) -> int:
    async with make_session() as session:
        rows = select(User.email, func.count()).join(User.orders).group_by(User.id, User.email).limit(100)
        found = (await session.execute(rows)).all()
    for email, number in found:
        await send(email, number)
    return len(found)
