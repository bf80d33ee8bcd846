"""A test that no shop passes refuses the broken ones too.

Caught by: test_shops_that_keep_their_promises, test_one_copy_too_many
"""


async def test_nothing_is_good_enough(shop):
    await shop.register("ana@example.org", "Ana")
    assert False
