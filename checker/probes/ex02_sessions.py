"""Probes of lesson 02: sessions that the learner's own factory makes, and a session used by its caller."""

from __future__ import annotations

import inspect
from typing import Any

import sqlalchemy
from sqlalchemy import event, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import Session

from checker.probes.kinds import is_a
from checker.worker.learner import Learner
from workbook.bookshop import User


def _factory(learner: Learner, engine: AsyncEngine) -> Any:
    made = learner.make_session_factory(engine)
    if inspect.iscoroutine(made):
        made.close()
        raise AssertionError("make_session_factory() is `async def`: a plain `def` is enough, nothing is awaited in it")
    name = type(made).__name__
    told = "return the factory itself, `async_sessionmaker(engine, …)`"
    assert callable(made), f"make_session_factory() returned something of type {name}, which cannot be called: {told}"
    return made


def _session(make_session: Any) -> AsyncSession:
    session = make_session()
    if inspect.iscoroutine(session):
        session.close()
        raise AssertionError("calling the factory gave a coroutine; it must give a session at once, without `await`")
    assert is_a(session, AsyncSession), (
        f"the factory made a {type(session).__name__}, not an AsyncSession: `async_sessionmaker(engine, …)` makes those"
    )
    assert is_a(getattr(session, "sync_session", None), Session), (
        f"a {type(session).__name__} of your factory has no session in it: `async_sessionmaker(engine, …)` makes those"
    )
    return session


async def session_type(learner: Learner, engine: AsyncEngine) -> str:
    """What the factory makes when it is called: "AsyncSession", or of one that is derived from it."""
    await _session(_factory(learner, engine)).close()
    return "AsyncSession"


async def expired_by_commit(learner: Learner, engine: AsyncEngine, email: str, full_name: str) -> list[str]:
    """Stores a user through a session of the learner's factory; the columns that cannot be read after the commit."""
    async with _session(_factory(learner, engine)) as session:
        user = User(email=email, full_name=full_name)
        session.add(user)
        await session.commit()
        state = sqlalchemy.inspect(user)
        return sorted(state.expired_attributes & {column.key for column in state.mapper.column_attrs})


async def sessions_made(learner: Learner, engine: AsyncEngine, calls: int) -> int:
    """How many different sessions that many calls of the factory make."""
    make_session = _factory(learner, engine)
    made = [_session(make_session) for _ in range(calls)]
    for session in made:
        await session.close()
    return len({id(session) for session in made})


async def engines_of_two_factories(learner: Learner, engine: AsyncEngine) -> list[bool]:
    """For each of two engines: whether the sessions of the factory that was made for it are on it."""
    another = create_async_engine(engine.url)
    factories = [(each, _factory(learner, each)) for each in (engine, another)]
    found = []
    for each, make_session in factories:
        async with _session(make_session) as session:
            found.append(session.get_bind() is each.sync_engine)
    await another.dispose()
    return found


async def add_users(
    learner: Learner, make_session: async_sessionmaker[AsyncSession], rows: list[list[str]], commit: bool
) -> list[Any]:
    """Adds users one after another in one session; commits, or rolls back."""
    async with make_session() as session:
        ids = [await learner.add_user(session, *row) for row in rows]
        await (session.commit() if commit else session.rollback())
    return ids


async def add_in_a_savepoint(
    learner: Learner, make_session: async_sessionmaker[AsyncSession], mine: str, email: str
) -> None:
    """A caller adds a user, asks for another, whose email is taken, in a savepoint, and commits."""
    async with make_session() as session:
        session.add(User(email=mine, full_name=mine))
        await session.flush()
        try:
            async with session.begin_nested():
                await learner.add_user(session, email, email)
        except IntegrityError:
            pass
        await session.commit()


async def looked_for(
    learner: Learner, make_session: async_sessionmaker[AsyncSession], email: str, moved: str
) -> dict[str, bool]:
    """Looks for an email that the session's own user had, until somebody else changed it to `moved`.

    Whether somebody was found, whether any user was loaded, and whether one whom the session has added is found.
    """
    loaded: list[User] = []
    async with make_session() as session:
        held = await session.scalar(select(User).where(User.email == email))
        await session.commit()
        async with make_session.begin() as theirs:
            await theirs.execute(update(User).where(User.email == email).values(email=moved))
        event.listen(User, "load", hear := lambda user, _: loaded.append(user))
        try:
            found = await learner.find_user(session, email)
        finally:
            event.remove(User, "load", hear)
        assert held is not None, "the session refers to its objects weakly: it is held until here"
        session.add(mine := User(email=email, full_name=email))
        its_own = await learner.find_user(session, email) is mine
        return {"somebody": found is not None, "loaded": bool(loaded), "its own": its_own}
