"""Probes of lesson 04: blocks inside the learner's `unit_of_work`, and a caller that goes on with its session."""

import asyncio

from sqlalchemy.exc import DBAPIError, IntegrityError, PendingRollbackError
from sqlalchemy.ext.asyncio import AsyncSession

from checker.probes.kinds import is_a
from checker.probes.unhurried import no_pauses
from workbook.bookshop import User


class Stop(Exception):
    """What the block raises."""


async def work(learner, make_session, email: str, ending: str) -> list:
    """Add a user in a unit of work that ends in one way or another: what came out of it, and what is left open."""
    manager = learner.unit_of_work(make_session)
    assert hasattr(manager, "__aenter__"), "unit_of_work(make_session) does not work with `async with`"
    came_out = "nothing"
    try:
        async with asyncio.timeout(None) as deadline, manager as session:
            assert is_a(session, AsyncSession), (
                f"unit_of_work() gives its block a value of type {type(session).__name__}, not a session"
            )
            session.add(User(email=email, full_name=email))
            await session.flush()
            if ending == "raises":
                raise Stop
            if ending == "cancelled":
                deadline.reschedule(asyncio.get_running_loop().time())
                await asyncio.sleep(5)
    except (Stop, TimeoutError) as problem:
        came_out = type(problem).__name__
    except DBAPIError:
        assert not session.in_transaction(), "the COMMIT failed, and the session was not closed after it"
        raise
    return [came_out, len(list(session)), session.in_transaction()]


async def two_at_once(learner, make_session, kept: str, lost: str) -> None:
    """A block adds a user; while it is open, another adds one and raises.  Then the first one ends."""
    async with learner.unit_of_work(make_session) as session:
        session.add(User(email=kept, full_name=kept))
        await session.flush()
        try:
            async with learner.unit_of_work(make_session) as another:
                another.add(User(email=lost, full_name=lost))  # no flush: on SQLite one writes at a time
                raise Stop
        except Stop:
            pass


async def import_and_commit(learner, make_session, rows: list[dict[str, str]]) -> None:
    """A caller that commits whatever became of the import."""
    given = [dict(row) for row in rows]
    async with make_session() as session:
        try:
            await learner.import_users(session=session, rows=rows)
        finally:
            await session.commit()
            assert rows == given, f"import_users() has changed the list that it was given; {len(rows)} rows are left"


async def sell(learner, make_session, isbn: str) -> int:
    """A sale without pauses."""
    with no_pauses(learner.sell_last_copies):
        return await learner.sell_last_copies(make_session=make_session, isbn=isbn)


async def go_on_after(learner, make_session, before: str, email: str, bio: str | None, after: str) -> None:
    """A caller that adds a user, tries to register one who is refused, adds another, and commits."""
    async with make_session() as session:
        session.add(mine := User(email=before, full_name=before))
        try:
            await learner.register(session=session, email=email, full_name=email, bio=bio)
        except (learner.EmailTaken, IntegrityError) as refusal:
            mine.full_name = after
            session.add(User(email=after, full_name=after))
            try:
                await session.flush()
            except PendingRollbackError:
                kind = type(refusal).__name__
                raise AssertionError(f"register() raised {kind}, and the caller's session cannot go on") from None
        await session.commit()
