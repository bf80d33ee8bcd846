"""`get` written out, with the columns of the key."""


class Repository(Repository[T]):
    async def get(self, key):
        columns = inspect(self.model).primary_key
        parts = key if len(columns) > 1 else (key,)
        mine = [column == part for column, part in zip(columns, parts, strict=True)]
        return (await self.session.scalars(select(self.model).where(*mine))).one_or_none()
