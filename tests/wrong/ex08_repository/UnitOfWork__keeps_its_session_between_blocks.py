"""Only the first block makes a session.

Caught by: test_a_second_block_has_a_new_session
"""


class UnitOfWork(UnitOfWork):
    async def __aenter__(self):
        return self if hasattr(self, "session") else await super().__aenter__()
