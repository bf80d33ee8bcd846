"""The database puts the objects in order: CASE over the keys."""


class Repository(Repository[T]):
    async def get_many(self, keys):
        from sqlalchemy import and_, case, or_

        if not keys:
            return []
        columns = inspect(self.model).primary_key
        each = dict.fromkeys(key if isinstance(key, tuple) else (key,) for key in keys)
        is_it = [and_(*(column == part for column, part in zip(columns, key))) for key in each]
        place = case(*((condition, number) for number, condition in enumerate(is_it)))
        found = (await self.session.scalars(select(self.model).where(or_(*is_it)).order_by(place))).all()
        by_key = {tuple(inspect(obj).identity): obj for obj in found}
        return [by_key.get(key if isinstance(key, tuple) else (key,)) for key in keys]
