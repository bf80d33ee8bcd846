"""The refused object is there all the same.

Caught by: test_a_fake_knows_unique
"""


class FakeRepository(FakeRepository[T]):
    async def create(self, **values):
        unique, self.unique = self.unique, ()
        obj = await super().create(**values)
        self.unique = unique
        return await self.update(obj, **values)
