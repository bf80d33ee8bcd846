"""`load_only` leaves out the price of the books.

Caught by: test_an_order_with_all_that_belongs_to_it
"""


async def order_details(session: AsyncSession, order_id: int) -> Order:
    book = joinedload(OrderLine.book).load_only(Book.title)
    everything = [joinedload(Order.user), selectinload(Order.lines).options(book)]
    order = await session.scalar(select(Order).where(Order.id == order_id).options(*everything))
    if order is None:
        raise LookupError(order_id)
    return order
