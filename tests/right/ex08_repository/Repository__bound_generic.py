"""A bound type variable, and the mapper looked up once."""


from workbook.bookshop import Base

M = TypeVar("M", bound=Base)


class Repository(Generic[M]):
    def __init__(self, session: AsyncSession, model: type[M]):
        self.session = session
        self.model = model
        self._mapper = inspect(model)
        self._keys = self._mapper.primary_key

    async def get(self, key):
        return await self.session.get(self.model, key)

    async def get_many(self, keys):
        objs = {}
        if keys:
            one = len(self._keys) == 1
            query = select(self.model).where((self._keys[0] if one else tuple_(*self._keys)).in_(set(keys)))
            for obj in (await self.session.execute(query)).scalars():
                objs[key_of(obj)] = obj
        return [objs.get(key) for key in keys]

    async def create(self, **values):
        self.session.add(obj := self.model(**values))
        await self.session.flush([obj])
        await self.session.refresh(obj)
        return obj

    async def update(self, obj, **values):
        mapped = {each.key for each in self._mapper.attrs}
        if wrong := [name for name in values if name not in mapped]:
            raise AttributeError(f"{self.model.__name__} has no {', '.join(wrong)}")
        for name in values:
            setattr(obj, name, values[name])
        await self.session.flush()
        return obj

    async def delete(self, obj):
        await self.session.delete(obj)
        await self.session.flush()

    async def list(self, *where, order_by=None, page=1, size=20):
        query = select(self.model)
        for condition in where:
            query = query.filter(condition)
        if order_by is not None:
            query = query.order_by(order_by)
        query = query.order_by(*self._keys).slice((page - 1) * size, page * size)
        return list((await self.session.execute(query)).scalars().all())
