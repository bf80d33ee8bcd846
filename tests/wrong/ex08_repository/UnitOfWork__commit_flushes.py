"""Sent, and not committed.

Caught by: test_one_transaction_for_all_repositories
"""


class UnitOfWork(UnitOfWork):
    async def commit(self):
        await self.session.flush()
