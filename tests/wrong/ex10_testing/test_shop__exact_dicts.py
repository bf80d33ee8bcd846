"""An order holds these keys and no other: nobody has promised that.

Caught by: test_shops_that_keep_their_promises
"""


async def test_an_order(shop):
    user, isbn = await shop.register("ana@example.org", "Ana"), await shop.add_book(price=1299, copies=3)
    order = await shop.buy(user, isbn, 2)
    assert await shop.orders_of(user) == [{"id": order, "isbn": isbn, "copies": 2, "price": 1299}]
