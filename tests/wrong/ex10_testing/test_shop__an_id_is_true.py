"""An id of 0 is taken for none.

Caught by: test_shops_that_keep_their_promises
"""


async def test_there_is_an_id(shop):
    user, isbn = await shop.register("ana@example.org", "Ana"), await shop.add_book(500, 9)
    assert user
    assert await shop.buy(user, isbn)
