"""Asks once and remembers the answer.

Caught by: test_the_cheapest_title_today
"""

remembered = []


async def greeting(session):
    if not remembered:
        remembered.append(await session.scalar(select(Book.title).order_by(Book.price).limit(1)))
    return remembered[0]
