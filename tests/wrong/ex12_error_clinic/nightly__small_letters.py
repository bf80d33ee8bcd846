"""Two users whose emails differ in a capital letter get one letter between them.

Caught by: test_one_letter_for_each
"""


async def nightly(make_session: async_sessionmaker[AsyncSession], send: Callable[[str, int], Awaitable[None]]) -> int:
    async with make_session() as session:
        rows = select(User.email, func.count()).join(User.orders).group_by(User.id, User.email)
        letters = {email.lower(): (email, number) for email, number in await session.execute(rows)}
    for email, number in letters.values():
        await send(email, number)
    return len(letters)
