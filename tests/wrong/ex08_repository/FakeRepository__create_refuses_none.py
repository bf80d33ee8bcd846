"""None is taken for a value: NULL is equal to nothing.

Caught by: test_a_fake_knows_when_a_value_is_free
"""


class FakeRepository(FakeRepository[T]):
    async def create(self, **values):
        for name in self.unique:
            if any(getattr(other, name) == values.get(name) for other in self.objects.values()):
                raise NotUnique(name, values.get(name))
        return await super().create(**values)
