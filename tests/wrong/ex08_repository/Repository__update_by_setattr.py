"""The obvious loop: a misspelt name becomes an attribute of the Python object, and nothing else.

Caught by: test_update_refuses_a_misspelt_name
"""


class Repository(Repository[T]):
    async def update(self, obj, **values):
        for name, value in values.items():
            setattr(obj, name, value)
        await self.session.flush()
        return obj
