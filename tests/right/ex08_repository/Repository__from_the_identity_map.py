"""`session.get` for those that the one SELECT has brought into the identity map: no statement more."""


class Repository(Repository[T]):
    async def get_many(self, keys):
        if not keys:
            return []
        columns = inspect(self.model).primary_key
        wanted = columns[0].in_(keys) if len(columns) == 1 else tuple_(*columns).in_(keys)
        kept = (await self.session.scalars(select(self.model).where(wanted))).all()
        there = {key_of(obj) for obj in kept}
        return [await self.session.get(self.model, key) if key in there else None for key in keys]
