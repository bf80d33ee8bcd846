"""Says that its database is a template, which nobody can drop: it and its role would stay on the server.

Told as: wrong|raised
"""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession


async def greeting(session: AsyncSession) -> str:
    name = session.bind.url.database.split("/")[-1]
    await session.execute(text(f'ALTER DATABASE "{name}" IS_TEMPLATE true'))
    await session.commit()
    return "never"
