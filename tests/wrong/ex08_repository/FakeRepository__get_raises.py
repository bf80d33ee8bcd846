"""A KeyError where None was to be returned.

Caught by: test_a_fake_creates_and_gets
"""


class FakeRepository(FakeRepository[T]):
    async def get(self, key):
        return self.objects[key]
