"""Properties that raise outside of the block; a repository that was kept loses its session."""


class UnitOfWork:
    def __init__(self, make_session):
        self.make_session = make_session
        self._session = None
        self._made = []

    @property
    def session(self):
        if getattr(self, "_session", None) is None:
            raise RuntimeError("the unit of work is used outside of its block")
        return self._session

    def _repository(self, kind, model):
        self._made.append(made := kind(self.session, model))
        return made

    @property
    def users(self):
        return self._repository(Repository, User)

    @property
    def books(self):
        return self._repository(Books, Book)

    @property
    def orders(self):
        return self._repository(Repository, Order)

    async def __aenter__(self):
        if self._session is not None:
            raise RuntimeError("entered already")
        self._session = self.make_session()
        return self

    async def __aexit__(self, kind, problem, trace):
        try:
            await self._session.rollback()
        finally:
            await self._session.close()
            self._session = None
            for repository in self._made:
                del repository.session
            self._made.clear()
        return False

    async def commit(self):
        await self.session.commit()

    async def rollback(self):
        await self.session.rollback()
