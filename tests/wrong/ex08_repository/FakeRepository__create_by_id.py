"""The key is taken to be called id.

Caught by: test_a_fake_whatever_the_key_is
"""


class FakeRepository(FakeRepository[T]):
    async def create(self, **values):
        values = {"id": max(self.objects, default=0) + 1, **values}
        obj = await self.update(self.model(), **values)
        self.objects[obj.id] = obj
        return obj
