"""The lists are compared as sets, and the shelf through the same process.

Caught by: test_the_oldest_first, test_a_shelf_that_others_see_unchanged
"""


async def test_orders(shop):
    user, isbn = await shop.register("ana@example.org", "Ana"), await shop.add_book(price=1299, copies=3)
    made = {await shop.buy(user, isbn), await shop.buy(user, isbn)}
    assert {order["id"] for order in await shop.orders_of(user)} == made
    assert {order["id"] for order in await shop.again().orders_of(user)} == made
    assert await shop.shelf(isbn) == 1
