"""A subquery for each user, inside one statement."""


async def totals_by_user(session: AsyncSession) -> dict[str, int]:
    lines = select(func.sum(OrderLine.quantity * OrderLine.price)).join(OrderLine.order)
    spent = lines.where(Order.user_id == User.id).correlate(User).scalar_subquery()
    return {email: cents or 0 for email, cents in await session.execute(select(User.email, spent))}
