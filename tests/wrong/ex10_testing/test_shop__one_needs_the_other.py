"""The second test uses what the first has made.

Caught by: test_shops_that_keep_their_promises
"""


known = {}


async def test_1_register(shop):
    known["user"] = await shop.register("ana@example.org", "Ana")


async def test_2_buy(shop):
    assert await shop.orders_of(known["user"]) == []
