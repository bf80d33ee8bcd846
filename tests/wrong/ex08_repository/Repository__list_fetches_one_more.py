"""Fetches a row more to see whether there is another page.

Caught by: test_list_leaves_the_other_pages_in_the_database
"""


class Repository(Repository[T]):
    async def list(self, *where, order_by=None, page=1, size=20):
        keys = inspect(self.model).primary_key
        order = keys if order_by is None else (order_by, *keys)
        query = select(self.model).where(*where).order_by(*order).limit(size + 1).offset((page - 1) * size)
        return [*await self.session.scalars(query)][:size]
