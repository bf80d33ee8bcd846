"""Leaves out what is sold out.

Caught by: test_a_sold_out_book
"""


async def greeting(session):
    return await session.scalar(select(Book.title).where(Book.stock > 0).order_by(Book.price).limit(1))
