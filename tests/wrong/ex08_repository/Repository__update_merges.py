"""`merge` with a new object: a misspelt name is a TypeError, and the key is taken to be called id.

Caught by: test_update_refuses_a_misspelt_name
"""


class Repository(Repository[T]):
    async def update(self, obj, **values):
        merged = await self.session.merge(self.model(id=obj.id, **values))
        await self.session.flush()
        return merged
