"""The next id is counted here, for every model.

Caught by: test_create_whatever_the_key_is
"""


class Repository(Repository[T]):
    async def create(self, **values):
        last = await self.session.scalar(select(self.model.id).order_by(self.model.id.desc()).limit(1))
        return await super().create(**{"id": (last or 0) + 1, **values})
