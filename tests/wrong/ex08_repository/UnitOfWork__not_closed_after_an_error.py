"""Closed only where all went well.

Caught by: test_a_block_that_fails
"""


class UnitOfWork(UnitOfWork):
    async def __aexit__(self, kind, *error):
        if kind is None:
            await self.session.close()
