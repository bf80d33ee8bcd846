"""Sorts by title instead of price.

Caught by: test_the_cheapest_title
"""


async def greeting(session):
    return await session.scalar(select(Book.title).order_by(Book.title).limit(1))
