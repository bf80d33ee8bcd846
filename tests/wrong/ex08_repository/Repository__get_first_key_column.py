"""The first column of the key only: half of a key of two.

Caught by: test_get_and_get_many_whatever_the_key_is
"""


class Repository(Repository[T]):
    async def get(self, key):
        first = inspect(self.model).primary_key[0]
        return await self.session.scalar(select(self.model).where(first == key))
