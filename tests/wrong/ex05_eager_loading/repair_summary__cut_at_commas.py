"""The database joins the titles with commas, and Python cuts them there again: a title may hold a comma.

Caught by: test_the_summary_of_two_editions
"""


async def repair_summary(session: AsyncSession) -> list[dict]:
    numbers = dict((await session.execute(select(Order.user_id, func.count()).group_by(Order.user_id))).tuples().all())
    query = (
        select(User.id, User.full_name, func.aggregate_strings(Book.title, ","))
        .outerjoin(User.orders)
        .outerjoin(Order.lines)
        .outerjoin(OrderLine.book)
        .group_by(User.id, User.full_name, User.email)
        .order_by(User.email)
    )
    return [
        {"name": name, "orders": numbers.get(key, 0), "titles": sorted(set(titles.split(","))) if titles else []}
        for key, name, titles in await session.execute(query)
    ]
