"""Returns the lowest price instead of the title.

Caught by: test_the_cheapest_title
"""


async def greeting(session):
    return await session.scalar(select(Book.price).order_by(Book.price).limit(1))
