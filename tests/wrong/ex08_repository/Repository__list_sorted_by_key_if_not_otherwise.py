"""Sorted by the key only where no order is given: ties stay open.

Caught by: test_list_breaks_ties_by_the_key
"""


class Repository(Repository[T]):
    async def list(self, *where, order_by=None, page=1, size=20):
        order = inspect(self.model).primary_key if order_by is None else [order_by]
        query = select(self.model).where(*where).order_by(*order).limit(size).offset((page - 1) * size)
        return [*await self.session.scalars(query)]
