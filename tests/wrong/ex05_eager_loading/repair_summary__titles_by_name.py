"""A dict for each user, but the titles are looked up by the name: two users with the same name share them.

Caught by: test_the_summary_of_namesakes
"""


async def repair_summary(session: AsyncSession) -> list[dict]:
    pairs = select(User.full_name, Book.title).join(User.orders).join(Order.lines).join(OrderLine.book)
    titles = {}
    for name, title in await session.execute(pairs):
        titles.setdefault(name, set()).add(title)
    users = await session.scalars(select(User).options(selectinload(User.orders)).order_by(User.email))
    return [
        {"name": user.full_name, "orders": len(user.orders), "titles": sorted(titles.get(user.full_name, ()))}
        for user in users
    ]
