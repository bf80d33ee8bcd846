"""A call that nobody awaits does nothing, and no test fails.

Caught by: test_shops_that_keep_their_promises
"""


async def test_cancel(shop):
    user, isbn = await shop.register("ana@example.org", "Ana"), await shop.add_book(price=1299, copies=3)
    order = await shop.buy(user, isbn)
    shop.cancel(order)
    assert await shop.shelf(isbn) in (2, 3)
