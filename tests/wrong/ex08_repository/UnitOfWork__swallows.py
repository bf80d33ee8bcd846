"""Returns something true: the exception is gone.

Caught by: test_a_block_that_fails
"""


class UnitOfWork(UnitOfWork):
    async def __aexit__(self, *error):
        await self.session.close()
        return True
