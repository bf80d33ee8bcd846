"""Of an ISBN that nobody has added nothing is said.

Caught by: test_shops_that_keep_their_promises
"""


async def test_there_is_no_such_book(shop):
    with pytest.raises(LookupError):
        await shop.shelf("no such ISBN")
