"""Unique in create() only.

Caught by: test_a_fake_knows_unique
"""


class FakeRepository(FakeRepository[T]):
    async def update(self, obj, **values):
        unique, self.unique = self.unique, () if key_of(obj) in self.objects else self.unique
        try:
            return await super().update(obj, **values)
        finally:
            self.unique = unique
