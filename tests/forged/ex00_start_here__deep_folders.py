"""Makes fifteen hundred folders in one another, the last of which nobody can read, and leaves them.

Told as: wrong|raised
"""

import os

from sqlalchemy.ext.asyncio import AsyncSession


async def greeting(session: AsyncSession) -> str:
    for _ in range(1500):
        os.mkdir("down")
        os.chdir("down")
    os.mkdir("closed", 0o300)
    return "never"
