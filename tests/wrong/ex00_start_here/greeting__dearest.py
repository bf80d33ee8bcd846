"""Takes the most expensive book.

Caught by: test_the_cheapest_title
"""


async def greeting(session):
    return await session.scalar(select(Book.title).order_by(Book.price.desc()).limit(1))
