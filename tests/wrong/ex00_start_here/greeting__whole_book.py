"""Returns the book instead of its title.

Caught by: test_the_cheapest_title
"""


async def greeting(session):
    return await session.scalar(select(Book).order_by(Book.price).limit(1))
