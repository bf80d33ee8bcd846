"""Whether Ana@ and ana@ are the same is in no contract.

Caught by: test_shops_that_keep_their_promises
"""


async def test_emails(shop):
    await shop.register("ana@example.org", "Ana")
    await shop.register("ANA@example.org", "Ana")
