"""`hasattr` passes `metadata` and `awaitable_attrs`.

Caught by: test_a_fake_updates_these_values
"""


class FakeRepository(FakeRepository[T]):
    async def update(self, obj, **values):
        for name in values:
            if not hasattr(obj, name):
                raise AttributeError(name)
        if values.keys() <= set(inspect(self.model).attrs.keys()):
            return await super().update(obj, **values)
        for name, value in values.items():
            setattr(obj, name, value)
        return obj
