"""The first customer is number 1: nobody has promised that.

Caught by: test_shops_that_keep_their_promises
"""


async def test_the_first_customer(shop):
    assert await shop.register("ana@example.org", "Ana") == 1
