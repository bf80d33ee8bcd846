"""`one()` raises where None was to be returned.

Caught by: test_get_one_by_its_key
"""


class Repository(Repository[T]):
    async def get(self, key):
        [column] = inspect(self.model).primary_key
        return (await self.session.scalars(select(self.model).where(column == key))).one()
