"""The session is made in __init__; closed at the end of a block, it begins again.

Caught by: test_outside_of_its_block_it_refuses
"""


class UnitOfWork(UnitOfWork):
    def __init__(self, make_session):
        super().__init__(make_session)
        self.session = make_session()
        self.users = Repository(self.session, User)
        self.books = Books(self.session, Book)
        self.orders = Repository(self.session, Order)

    async def __aenter__(self):
        return self
