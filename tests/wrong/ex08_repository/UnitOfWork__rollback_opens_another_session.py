"""Whoever has kept a repository of the block goes on with a session that nobody commits.

Caught by: test_rollback_undoes_and_the_block_goes_on
"""


class UnitOfWork(UnitOfWork):
    async def rollback(self):
        await self.session.rollback()
        await self.__aenter__()
