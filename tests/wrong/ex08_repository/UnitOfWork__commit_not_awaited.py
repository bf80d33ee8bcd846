"""The commit never runs.

Caught by: test_one_transaction_for_all_repositories
"""


class UnitOfWork(UnitOfWork):
    async def commit(self):
        self.session.commit()
