"""What refers to an object by a relationship goes first, so that nothing is refused.

Caught by: test_delete_of_what_others_refer_to
"""


class Repository(Repository[T]):
    async def delete(self, obj):
        from sqlalchemy import delete

        for relation in inspect(self.model).relationships:
            for here, there in relation.local_remote_pairs:
                if relation.uselist:
                    await self.session.execute(delete(there.table).where(there == getattr(obj, here.key)))
        await self.session.delete(obj)
        await self.session.flush()
