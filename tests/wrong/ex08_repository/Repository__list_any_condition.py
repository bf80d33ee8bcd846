"""One condition is enough: OR.

Caught by: test_list_filters_and_sorts
"""


class Repository(Repository[T]):
    async def list(self, *where, order_by=None, page=1, size=20):
        from sqlalchemy import or_

        return await super().list(*([or_(*where)] if where else []), order_by=order_by, page=page, size=size)
