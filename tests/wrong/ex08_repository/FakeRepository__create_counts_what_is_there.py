"""The number of objects is no new key once one was chosen or deleted.

Caught by: test_a_fake_knows_when_a_value_is_free
"""


class FakeRepository(FakeRepository[T]):
    async def create(self, **values):
        obj = self.model(**values)
        if key_of(obj) is None:
            [column] = inspect(self.model).primary_key
            setattr(obj, inspect(self.model).get_property_by_column(column).key, len(self.objects) + 1)
        await self.update(obj, **values)
        self.objects[key_of(obj)] = obj
        return obj
