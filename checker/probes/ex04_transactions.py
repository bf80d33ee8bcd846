"""Probes of lesson 04: blocks inside the learner's `unit_of_work`, and a caller that goes on with its session."""

import asyncio
from typing import Any

from sqlalchemy.exc import DBAPIError, IntegrityError, PendingRollbackError
from sqlalchemy.ext.asyncio import AsyncSession

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
            assert isinstance(session, AsyncSession), (
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


async def sell(learner, make_session, isbn: str) -> int:
    """A sale in which nobody waits: how long the learner's code pauses between two tries is not judged."""
    sleep, us = asyncio.sleep, asyncio.current_task()

    async def at_once(delay: float, result: Any = None) -> Any:
        return await sleep(0 if asyncio.current_task() is us else delay, result)

    names = getattr(learner.sell_last_copies, "__globals__", {})
    theirs = [name for name, value in names.items() if value is sleep]  # from asyncio import sleep
    asyncio.sleep = at_once
    names.update(dict.fromkeys(theirs, at_once))
    try:
        return await learner.sell_last_copies(make_session=make_session, isbn=isbn)
    finally:
        asyncio.sleep = sleep
        names.update(dict.fromkeys(theirs, sleep))


async def go_on_after(learner, make_session, before: str, email: str, bio: str | None, after: str) -> None:
    """A caller that adds a user, tries to register one who is refused, adds another, and commits."""
    async with make_session() as session:
        session.add(User(email=before, full_name=before))
        try:
            await learner.register(session=session, email=email, full_name=email, bio=bio)
        except (learner.EmailTaken, IntegrityError) as refusal:
            session.add(User(email=after, full_name=after))
            try:
                await session.flush()
            except PendingRollbackError:
                kind = type(refusal).__name__
                raise AssertionError(f"register() raised {kind}, and the caller's session cannot go on") from None
        await session.commit()
