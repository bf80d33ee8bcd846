"""A class over a context manager that closes the session."""


from contextlib import AsyncExitStack


class UnitOfWork:
    def __init__(self, make_session):
        self.make_session = make_session

    async def __aenter__(self):
        self._stack = AsyncExitStack()
        self._session = await self._stack.enter_async_context(self.make_session(close_resets_only=False))
        self.users, self.orders = (Repository(self._session, model) for model in (User, Order))
        self.books = Books(self._session, Book)
        return self

    async def __aexit__(self, *error):
        await self._stack.aclose()

    async def commit(self):
        await self._session.commit()

    async def rollback(self):
        await self._session.rollback()
