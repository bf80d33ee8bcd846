"""In the order of the making, each once, the missing left out.

Caught by: test_a_fake_gets_many
"""


class FakeRepository(FakeRepository[T]):
    async def get_many(self, keys):
        return [obj for key, obj in self.objects.items() if key in keys]
