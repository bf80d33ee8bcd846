"""A closed session that is used again takes a connection.

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
