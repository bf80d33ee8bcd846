"""Commits in a finally.

Caught by: test_a_block_that_fails
"""


class UnitOfWork(UnitOfWork):
    async def __aexit__(self, *error):
        try:
            await self.session.commit()
        finally:
            await self.session.close()
