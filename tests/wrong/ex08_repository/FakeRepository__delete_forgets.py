"""Nothing is deleted.

Caught by: test_a_fake_whatever_the_key_is
"""


class FakeRepository(FakeRepository[T]):
    async def delete(self, obj):
        pass
