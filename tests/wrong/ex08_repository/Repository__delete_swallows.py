"""The refusal is hidden.

Caught by: test_delete_of_what_others_refer_to
"""


class Repository(Repository[T]):
    async def delete(self, obj):
        try:
            await self.session.delete(obj)
            await self.session.flush()
        except IntegrityError:
            await self.session.rollback()
