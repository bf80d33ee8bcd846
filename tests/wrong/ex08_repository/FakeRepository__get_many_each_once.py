"""Each once.

Caught by: test_a_fake_gets_many
"""


class FakeRepository(FakeRepository[T]):
    async def get_many(self, keys):
        return [self.objects.get(key) for key in dict.fromkeys(keys)]
