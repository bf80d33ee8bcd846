"""A `get` for every key.

Caught by: test_get_many_in_one_statement
"""


class Repository(Repository[T]):
    async def get_many(self, keys):
        return [await self.get(key) for key in keys]
