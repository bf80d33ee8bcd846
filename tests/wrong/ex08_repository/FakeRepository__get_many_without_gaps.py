"""None is left out.

Caught by: test_a_fake_gets_many
"""


class FakeRepository(FakeRepository[T]):
    async def get_many(self, keys):
        return [self.objects[key] for key in keys if key in self.objects]
