"""The orders counted by the database, the titles fetched apart."""


async def repair_summary(session: AsyncSession) -> list[dict]:
    counts = select(User.id, User.full_name, func.count(Order.id)).outerjoin(User.orders)
    users = (await session.execute(counts.group_by(User.id, User.full_name, User.email).order_by(User.email))).all()
    pairs = select(Order.user_id, Book.title).join(Order.lines).join(OrderLine.book).distinct().order_by(Book.title)
    titles = {}
    for user_id, title in await session.execute(pairs):
        titles.setdefault(user_id, []).append(title)
    return [{"name": name, "orders": number, "titles": titles.get(id_, [])} for id_, name, number in users]
