"""OutOfStock is taken for dealt with: the caller never hears of it.

Caught by: test_a_block_that_fails
"""


class UnitOfWork:
    """Three repositories over one session: `users`, `books` (of the class Books) and `orders`."""

    users: Repository[User]
    books: Books
    orders: Repository[Order]

    def __init__(self, make_session: async_sessionmaker[AsyncSession]):
        self.make_session = make_session

    async def __aenter__(self) -> Self:
        self.session = self.make_session(close_resets_only=False)
        self.users = Repository(self.session, User)
        self.books = Books(self.session, Book)
        self.orders = Repository(self.session, Order)
        return self

    async def __aexit__(self, *error: Any) -> bool:
        await self.session.close()
        return isinstance(error[1], OutOfStock)

    async def commit(self) -> None:
        await self.session.commit()

    async def rollback(self) -> None:
        await self.session.rollback()
