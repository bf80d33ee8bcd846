"""Answers with as many values as it may send, each of them almost what is expected.

Told as: wrong|timed out
"""

from sqlalchemy.ext.asyncio import AsyncSession


async def greeting(session: AsyncSession) -> list:
    return [{"title": "Kindred", "n": number} for number in range(10_000)]
