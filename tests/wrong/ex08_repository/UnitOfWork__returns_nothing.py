"""`async with uow as inside` gets None.

Caught by: test_one_transaction_for_all_repositories
"""


class UnitOfWork(UnitOfWork):
    async def __aenter__(self):
        await super().__aenter__()
