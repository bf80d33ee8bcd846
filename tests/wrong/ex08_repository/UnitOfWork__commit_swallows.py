"""A COMMIT that fails is hidden.

Caught by: test_a_commit_that_fails
"""


class UnitOfWork(UnitOfWork):
    async def commit(self):
        try:
            await self.session.commit()
        except Exception:
            await self.session.rollback()
