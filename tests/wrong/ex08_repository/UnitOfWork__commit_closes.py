"""commit() is taken for the end.

Caught by: test_the_block_goes_on_after_a_commit, test_a_commit_that_fails
"""


class UnitOfWork(UnitOfWork):
    async def commit(self):
        await self.session.commit()
        await self.session.close()
