"""What an exception says is in no contract.

Caught by: test_shops_that_keep_their_promises
"""


async def test_an_unknown_order(shop):
    with pytest.raises(LookupError, match="no such order"):
        await shop.cancel(12345678)
