"""What goes well, once, with one customer, one copy and one process.

Caught by: test_an_order_that_others_do_not_see, test_one_copy_for_many, test_cancelled_copies_that_are_lost, test_orders_of_others
"""


async def test_a_sale(shop):
    user, isbn = await shop.register("ana@example.org", "Ana"), await shop.add_book(price=1299, copies=3)
    order = await shop.buy(user, isbn)
    assert await shop.shelf(isbn) == 2
    assert [each["id"] for each in await shop.orders_of(user)] == [order]


async def test_another_price(shop):
    isbn = await shop.add_book(price=1299, copies=3)
    await shop.set_price(isbn, 1499)
    assert await shop.shelf(isbn) == 3
