"""Starts two hundred threads that never end.

Told as: raised, Error
"""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from workbook.bookshop import Book


async def greeting(session: AsyncSession) -> str:
    import contextlib
    import os
    from pathlib import Path

    import threading
    import time

    for _ in range(200):
        with contextlib.suppress(RuntimeError, MemoryError):
            threading.Thread(target=lambda: time.sleep(MARK), daemon=False).start()
    return await session.scalar(select(Book.title).order_by(Book.price).limit(1))
