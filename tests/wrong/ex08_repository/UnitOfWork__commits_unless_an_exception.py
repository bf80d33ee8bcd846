"""A cancellation is no Exception: half of the work is committed.

Caught by: test_a_block_that_fails
"""


class UnitOfWork(UnitOfWork):
    async def __aexit__(self, kind, *error):
        if kind is not None and not issubclass(kind, Exception):
            await self.session.commit()
        await self.session.close()
