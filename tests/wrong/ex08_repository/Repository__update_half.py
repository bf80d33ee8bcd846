"""The guard stands inside the loop: half of the values are set before the error.

Caught by: test_update_refuses_a_misspelt_name
"""


class Repository(Repository[T]):
    async def update(self, obj, **values):
        for name, value in values.items():
            if name not in inspect(self.model).attrs:
                raise AttributeError(name)
            setattr(obj, name, value)
        await self.session.flush()
        return obj
