"""A copy is another object than the one that was created.

Caught by: test_a_fake_keeps_its_own_objects
"""


class FakeRepository(FakeRepository[T]):
    async def get(self, key):
        obj = self.objects.get(key)
        columns = [each.key for each in inspect(self.model).column_attrs]
        return obj and self.model(**{name: getattr(obj, name) for name in columns})
