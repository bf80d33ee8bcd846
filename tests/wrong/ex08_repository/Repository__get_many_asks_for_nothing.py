"""A statement for no keys.

Caught by: test_get_many_in_one_statement
"""


class Repository(Repository[T]):
    async def get_many(self, keys):
        columns = inspect(self.model).primary_key
        wanted = columns[0].in_(keys) if len(columns) == 1 else tuple_(*columns).in_(keys)
        found = {key_of(obj): obj for obj in await self.session.scalars(select(self.model).where(wanted))}
        return [found.get(key) for key in keys]
