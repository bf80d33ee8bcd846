"""Three sessions, three transactions.

Caught by: test_one_transaction_for_all_repositories
"""


class UnitOfWork(UnitOfWork):
    async def __aenter__(self):
        await super().__aenter__()
        self.others = [self.make_session(), self.make_session()]
        self.books, self.orders = Books(self.others[0], Book), Repository(self.others[1], Order)
        return self

    async def commit(self):
        for session in (self.session, *self.others):
            await session.commit()

    async def __aexit__(self, *error):
        for session in (self.session, *self.others):
            await session.close()
