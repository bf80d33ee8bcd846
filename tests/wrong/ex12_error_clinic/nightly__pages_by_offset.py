"""Asks for ten users at a time by OFFSET: when `send` itself makes somebody's first order, or takes one away, the pages move, and users get two letters or none.

Caught by: test_no_connection_while_a_letter_is_sent
"""


async def nightly(make_session: async_sessionmaker[AsyncSession], send: Callable[[str, int], Awaitable[None]]) -> int:
    sent = 0
    rows = select(User.email, func.count()).join(User.orders).group_by(User.id, User.email).order_by(User.id)
    while True:
        async with make_session() as session:
            page = (await session.execute(rows.offset(sent).limit(10))).all()
        if not page:
            return sent
        for email, number in page:
            await send(email, number)
            sent += 1
