"""Rolls back, and keeps the objects of the first block in the session of all blocks.

Caught by: test_a_second_block_has_a_new_session
"""


class UnitOfWork(UnitOfWork):
    async def __aenter__(self):
        return self if hasattr(self, "session") else await super().__aenter__()

    async def __aexit__(self, *error):
        await self.session.rollback()
