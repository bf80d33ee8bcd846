"""An object may not keep its own value.

Caught by: test_a_fake_knows_unique
"""


class FakeRepository(FakeRepository[T]):
    async def update(self, obj, **values):
        for name in values.keys() & set(self.unique):
            if values[name] is not None and values[name] in [getattr(other, name) for other in self.objects.values()]:
                raise NotUnique(name, values[name])
        return await super().update(obj, **values)
