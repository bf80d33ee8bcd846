"""Each key is compared by itself, create() and delete() go through run_sync(), and a page is a stream, which may be empty."""

from sqlalchemy import and_, or_


class Repository(Generic[T]):
    """The objects of one model, whatever its key is called, by way of a session that belongs to the caller."""

    def __init__(self, session: AsyncSession, model: type[T]):
        self.session, self.model = session, model

    async def get(self, key: Any) -> T | None:
        return await self.session.scalar(select(self.model).where(self._has(key)))

    def _has(self, key: Any) -> ColumnElement[bool]:
        columns = inspect(self.model).primary_key
        return and_(*[column == part for column, part in zip(columns, key if len(columns) > 1 else [key], strict=True)])

    async def get_many(self, keys: Sequence[Any]) -> list[T | None]:
        if not len(keys):
            return []
        wanted = or_(*[self._has(key) for key in dict.fromkeys(keys)])
        by_key = {}
        for obj in await self.session.scalars(select(self.model).where(wanted)):
            by_key[key_of(obj)] = obj
        return [by_key.get(key) for key in keys]

    async def create(self, **values: Any) -> T:
        return await self.session.run_sync(self._create, values)

    def _create(self, session: Any, values: dict[str, Any]) -> T:
        obj = self.model(**values)
        session.add_all([obj])
        session.flush()
        return obj

    async def update(self, obj: T, **values: Any) -> T:
        mapped = inspect(self.model).attrs
        for name in values:
            if name not in mapped:
                raise AttributeError(f"{self.model.__name__} has no {name}")
        for name, value in values.items():
            setattr(obj, name, value)
        await self.session.flush()
        return obj

    async def delete(self, obj: T) -> None:
        def now(session: Any) -> None:
            session.delete(obj)
            session.flush()

        await self.session.run_sync(now)

    async def list(self, *where: ColumnElement[bool], order_by: Any = None, page: int = 1, size: int = 20) -> list[T]:
        query = select(self.model).filter(*where)
        if order_by is not None:
            query = query.order_by(order_by)
        for column in inspect(self.model).primary_key:
            query = query.order_by(column)
        start = (page - 1) * size
        return [obj async for obj in await self.session.stream_scalars(query.slice(start, start + size))]
