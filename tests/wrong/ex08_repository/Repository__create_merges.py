"""merge() writes over the object that has the key, where create() is to be refused.

Caught by: test_create_whatever_the_key_is
"""


class Repository(Repository[T]):
    async def create(self, **values):
        obj = await self.session.merge(self.model(**values))
        await self.session.flush()
        return obj
