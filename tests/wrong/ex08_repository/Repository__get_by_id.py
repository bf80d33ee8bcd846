"""`.id` is hard-wired: there are models whose key has another name.

Caught by: test_get_and_get_many_whatever_the_key_is
"""


class Repository(Repository[T]):
    async def get(self, key):
        return await self.session.scalar(select(self.model).where(self.model.id == key))
