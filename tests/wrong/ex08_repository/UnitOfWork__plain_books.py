"""`books` is a plain Repository, and has no `take`.

Caught by: test_one_transaction_for_all_repositories
"""


class UnitOfWork(UnitOfWork):
    async def __aenter__(self):
        await super().__aenter__()
        self.books = Repository(self.session, Book)
        return self
