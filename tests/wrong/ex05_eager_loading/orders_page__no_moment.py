"""`load_only` leaves out when an order was made.

Caught by: test_a_page_is_a_page
"""


async def orders_page(session, page, size):
    from sqlalchemy.orm import load_only
    newest_first = select(Order).order_by(Order.created_at.desc(), Order.id.desc())
    statement = newest_first.options(selectinload(Order.lines), load_only(Order.id)).limit(size).offset((page - 1) * size)
    return list(await session.scalars(statement))
