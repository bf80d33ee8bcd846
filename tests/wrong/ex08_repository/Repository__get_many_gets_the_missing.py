"""`get` afterwards: a statement for each key that nobody has.

Caught by: test_get_many_in_one_statement
"""


class Repository(Repository[T]):
    async def get_many(self, keys):
        if not keys:
            return []
        columns = inspect(self.model).primary_key
        wanted = columns[0].in_(keys) if len(columns) == 1 else tuple_(*columns).in_(keys)
        kept = (await self.session.scalars(select(self.model).where(wanted))).all()
        found = [await self.session.get(self.model, key) for key in keys]
        return found if kept else [None] * len(keys)
