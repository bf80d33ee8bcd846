"""A Core UPDATE that nobody asks how many rows it changed.

Caught by: test_update_of_a_row_that_is_gone
"""


class Repository(Repository[T]):
    async def update(self, obj, **values):
        mapper = inspect(self.model)
        for name in values:
            if name not in mapper.attrs:
                raise AttributeError(name)
        mine = [column == part for column, part in zip(mapper.primary_key, mapper.primary_key_from_instance(obj))]
        await self.session.execute(update(self.model).where(*mine).values(**values))
        return obj
