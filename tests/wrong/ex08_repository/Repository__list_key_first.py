"""The key before the order that was asked for.

Caught by: test_list_filters_and_sorts
"""


class Repository(Repository[T]):
    async def list(self, *where, order_by=None, page=1, size=20):
        keys = inspect(self.model).primary_key
        order = keys if order_by is None else (*keys, order_by)
        query = select(self.model).where(*where).order_by(*order).limit(size).offset((page - 1) * size)
        return [*await self.session.scalars(query)]
