"""A fake that does not know UNIQUE: green for a service that is broken.

Caught by: test_a_fake_knows_unique
"""


class FakeRepository(FakeRepository[T]):
    async def create(self, **values):
        number = max(self.objects, default=0) + 1
        return self.objects.setdefault(number, self.model(**{"id": number, **values}))
