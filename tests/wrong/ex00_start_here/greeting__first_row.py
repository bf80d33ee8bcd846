"""Takes whatever row comes first.

Caught by: test_the_cheapest_title, test_the_cheapest_title_today
"""


async def greeting(session):
    return await session.scalar(select(Book.title).limit(1))
