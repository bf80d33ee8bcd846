"""`uow.users` is gone after the block; a repository that was kept is not.

Caught by: test_outside_of_its_block_it_refuses
"""


class UnitOfWork(UnitOfWork):
    async def __aenter__(self):
        await super().__aenter__()
        self.session = self.make_session()
        self.users = Repository(self.session, User)
        self.books = Books(self.session, Book)
        self.orders = Repository(self.session, Order)
        return self

    async def __aexit__(self, *error):
        await self.session.close()
        del self.session, self.users, self.books, self.orders
