"""Makes something that says of itself that it is a session.

Told as: wrong|raised
"""

from sqlalchemy.ext.asyncio import AsyncSession


class Session:
    __class__ = AsyncSession

    async def close(self):
        pass


def make_session_factory(engine):
    return Session
