"""Keys and values by `getattr` and `setattr`."""


class Repository(Repository[T]):
    async def get_many(self, keys):
        if not keys:
            return []
        mapper = inspect(self.model)
        names = [mapper.get_property_by_column(column).key for column in mapper.primary_key]
        wanted = tuple_(*(getattr(self.model, name) for name in names))
        rows = [key if isinstance(key, tuple) else (key,) for key in keys]
        objs = await self.session.scalars(select(self.model).where(wanted.in_(rows)))
        found = {tuple(getattr(obj, name) for name in names): obj for obj in objs}
        return [found.get(key) for key in rows]

    async def update(self, obj, **values):
        unknown = sorted(values.keys() - set(inspect(self.model).attrs.keys()))
        if unknown:
            raise AttributeError(", ".join(unknown))
        for name in values:
            if getattr(obj, name) != values[name]:
                setattr(obj, name, values[name])
        await self.session.flush([obj])
        return obj
