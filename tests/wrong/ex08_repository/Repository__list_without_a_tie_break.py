"""Where two are equal, a page repeats one and loses another.

Caught by: test_list_breaks_ties_by_the_key
"""


class Repository(Repository[T]):
    async def list(self, *where, order_by=None, page=1, size=20):
        query = select(self.model).where(*where)
        if order_by is not None:
            query = query.order_by(order_by)
        return [*await self.session.scalars(query.limit(size).offset((page - 1) * size))]
