"""Tests that pass whatever the shop does.

Caught by: test_one_copy_too_many, test_an_email_twice, test_shops_that_keep_their_promises
"""


async def test_it_works(shop):
    assert True


async def test_buying(shop):
    try:
        user, isbn = await shop.register("ana@example.org", "Ana"), await shop.add_book(price=1299, copies=3)
        order = await shop.buy(user, isbn)
        assert order is not None
        assert await shop.shelf(isbn) >= 0
    except Exception:
        pass
