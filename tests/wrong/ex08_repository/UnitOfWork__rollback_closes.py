"""rollback() is taken for the end.

Caught by: test_rollback_undoes_and_the_block_goes_on
"""


class UnitOfWork(UnitOfWork):
    async def rollback(self):
        await self.session.close()
