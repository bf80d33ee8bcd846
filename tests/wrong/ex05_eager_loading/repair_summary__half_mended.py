"""The orders are loaded with the users, the lines are not.

Caught by: test_four_statements_for_any_number_of_users
"""


async def repair_summary(session: AsyncSession) -> list[dict]:
    summary = []
    for user in (await session.scalars(select(User).options(selectinload(User.orders)).order_by(User.email))).all():
        for order in user.orders:
            await session.refresh(order, ["lines"])
        lines = [line for order in user.orders for line in order.lines]
        books = await session.scalars(select(Book).where(Book.id.in_([line.book_id for line in lines])))
        titles = sorted({book.title for book in books})
        summary.append({"name": user.full_name, "orders": len(user.orders), "titles": titles})
    return summary
