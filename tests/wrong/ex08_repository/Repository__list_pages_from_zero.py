"""The first page is number 0.

Caught by: test_list_leaves_the_other_pages_in_the_database
"""


class Repository(Repository[T]):
    async def list(self, *where, order_by=None, page=1, size=20):
        return await super().list(*where, order_by=order_by, page=page + 1, size=size)
