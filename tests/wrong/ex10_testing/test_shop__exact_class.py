"""The exception's class is compared, and not what it is derived from.

Caught by: test_shops_that_keep_their_promises
"""


async def test_out_of_stock(shop):
    user, isbn = await shop.register("ana@example.org", "Ana"), await shop.add_book(price=1299, copies=3)
    try:
        await shop.buy(user, isbn, 4)
    except Exception as error:
        assert type(error) is OutOfStock
    else:
        raise AssertionError("sold")
