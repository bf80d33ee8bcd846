"""A join with VALUES; where the dialect has none, with a union of SELECTs."""


class Repository(Repository[T]):
    async def get_many(self, keys):
        from sqlalchemy import and_, column, literal, union_all, values

        if not keys:
            return []
        mine = inspect(self.model).primary_key
        rows = [key if isinstance(key, tuple) else (key,) for key in dict.fromkeys(keys)]
        if self.session.bind.dialect.name == "postgresql":
            asked = values(*(column(f"part{n}", each.type) for n, each in enumerate(mine)), name="asked").data(rows)
        else:
            each = [select(*(literal(part).label(f"part{n}") for n, part in enumerate(row))) for row in rows]
            asked = union_all(*each).subquery("asked")
        on = and_(*(column == part for column, part in zip(mine, asked.c)))
        found = {key_of(obj): obj for obj in await self.session.scalars(select(self.model).join(asked, on))}
        return [found.get(key) for key in keys]
