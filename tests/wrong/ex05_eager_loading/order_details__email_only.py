"""`load_only` leaves out the name of the user.

Caught by: test_an_order_with_all_that_belongs_to_it
"""


async def order_details(session: AsyncSession, order_id: int) -> Order:
    user = joinedload(Order.user).load_only(User.email)
    everything = [user, selectinload(Order.lines).joinedload(OrderLine.book)]
    order = await session.scalar(select(Order).where(Order.id == order_id).options(*everything))
    if order is None:
        raise LookupError(order_id)
    return order
