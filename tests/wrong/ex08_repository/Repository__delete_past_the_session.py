"""The row is deleted past the session, which still has the object.

Caught by: test_delete_this_one
"""


class Repository(Repository[T]):
    async def delete(self, obj):
        from sqlalchemy import delete

        columns = inspect(self.model).primary_key
        values = inspect(self.model).primary_key_from_instance(obj)
        same = [column == value for column, value in zip(columns, values, strict=True)]
        await self.session.execute(delete(self.model.__table__).where(*same))
