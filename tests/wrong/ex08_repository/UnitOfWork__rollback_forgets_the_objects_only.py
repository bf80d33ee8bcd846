"""Expunges the objects; what was sent is still in the transaction.

Caught by: test_rollback_undoes_and_the_block_goes_on
"""


class UnitOfWork(UnitOfWork):
    async def rollback(self):
        self.session.expunge_all()
