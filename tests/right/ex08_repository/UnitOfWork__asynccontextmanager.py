"""A function with a yield: each block calls it anew."""


from contextlib import asynccontextmanager
from types import SimpleNamespace


@asynccontextmanager
async def UnitOfWork(make_session):
    async with make_session(close_resets_only=False) as session:
        yield SimpleNamespace(
            users=Repository(session, User),
            books=Books(session, Book),
            orders=Repository(session, Order),
            commit=session.commit,
            rollback=session.rollback,
        )
