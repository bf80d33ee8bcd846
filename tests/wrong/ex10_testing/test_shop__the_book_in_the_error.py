"""An exception need not name the book.

Caught by: test_shops_that_keep_their_promises
"""


async def test_the_error_names_the_book(shop):
    user, isbn = await shop.register("ana@example.org", "Ana"), await shop.add_book(500, 1)
    with pytest.raises(OutOfStock, match=isbn):
        await shop.buy(user, isbn, 2)
