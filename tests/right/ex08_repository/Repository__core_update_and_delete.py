"""UPDATE and DELETE written out, and the changed rows counted."""


class Repository(Repository[T]):
    async def update(self, obj, **values):
        mapper = inspect(self.model)
        for name in values:
            if name not in mapper.attrs:
                raise AttributeError(name)
        mine = [column == part for column, part in zip(mapper.primary_key, mapper.primary_key_from_instance(obj))]
        if (await self.session.execute(update(self.model).where(*mine).values(**values))).rowcount != 1:
            raise LookupError("the row is gone")
        return obj

    async def delete(self, obj):
        from sqlalchemy import delete

        mapper = inspect(self.model)
        mine = [column == part for column, part in zip(mapper.primary_key, mapper.primary_key_from_instance(obj))]
        await self.session.execute(delete(self.model).where(*mine))
