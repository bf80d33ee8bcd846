"""A newer order has a higher id: nobody has promised that.

Caught by: test_shops_that_keep_their_promises
"""


async def test_newer_orders_have_higher_ids(shop):
    user, isbn = await shop.register("ana@example.org", "Ana"), await shop.add_book(price=1299, copies=3)
    assert await shop.buy(user, isbn) < await shop.buy(user, isbn) < await shop.buy(user, isbn)
