"""SQLAlchemy's own NoResultFound is no LookupError.

Caught by: test_no_such_order
"""


async def order_details(session: AsyncSession, order_id: int) -> Order:
    everything = [joinedload(Order.user), selectinload(Order.lines).joinedload(OrderLine.book)]
    return (await session.scalars(select(Order).where(Order.id == order_id).options(*everything))).one()
