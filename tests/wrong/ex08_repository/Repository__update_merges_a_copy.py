"""`merge` with a copy: another object comes back, and where the row is gone a new one is made.

Caught by: test_update_of_a_row_that_is_gone
"""


class Repository(Repository[T]):
    async def update(self, obj, **values):
        for name in values:
            if name not in inspect(self.model).attrs:
                raise AttributeError(name)
        columns = {each.key: getattr(obj, each.key) for each in inspect(self.model).column_attrs}
        self.session.expunge(obj)
        merged = await self.session.merge(self.model(**{**columns, **values}))
        await self.session.flush()
        return merged
