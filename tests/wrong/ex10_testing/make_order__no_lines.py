"""An order without lines.

Caught by: test_an_order_with_its_lines, test_the_order_that_was_asked_for
"""


async def make_order(session, user=None, lines=1, **changes):
    session.add(order := Order(user=user or await make_user(session), **changes))
    await session.flush()
    return order
