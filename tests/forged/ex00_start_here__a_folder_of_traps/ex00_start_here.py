"""Brings files that pytest and Python take up by themselves where they meet them.

Told as: wrong, never
"""

from sqlalchemy.ext.asyncio import AsyncSession


async def greeting(session: AsyncSession) -> str:
    return "never"
