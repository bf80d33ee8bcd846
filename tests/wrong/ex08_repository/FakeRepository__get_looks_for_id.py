"""Looks for `.id`.

Caught by: test_a_fake_whatever_the_key_is
"""


class FakeRepository(FakeRepository[T]):
    async def get(self, key):
        return next((obj for obj in self.objects.values() if obj.id == key), None)
