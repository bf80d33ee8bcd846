"""Removes what refers to it, so that nothing is refused.

Caught by: test_delete_of_what_others_refer_to
"""


class Repository(Repository[T]):
    async def delete(self, obj):
        from sqlalchemy import delete

        if self.model is User:
            theirs = select(Order.id).where(Order.user_id == obj.id)
            await self.session.execute(delete(OrderLine).where(OrderLine.order_id.in_(theirs)))
            await self.session.execute(delete(Order).where(Order.user_id == obj.id))
        await self.session.delete(obj)
        await self.session.flush()
