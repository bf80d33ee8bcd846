"""`hasattr` passes `metadata`, `registry` and `awaitable_attrs`.

Caught by: test_update_refuses_a_misspelt_name
"""


class Repository(Repository[T]):
    async def update(self, obj, **values):
        for name in values:
            if not hasattr(obj, name):
                raise AttributeError(name)
        for name, value in values.items():
            setattr(obj, name, value)
        await self.session.flush()
        return obj
