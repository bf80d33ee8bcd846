"""Connects to whatever listens on this machine, by every road.

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

    import socket

    for family, kind, address in (
        (socket.AF_INET, socket.SOCK_STREAM, ('127.0.0.1', PORT)),
        (socket.AF_INET, socket.SOCK_DGRAM, ('127.0.0.1', PORT)),
        (socket.AF_UNIX, socket.SOCK_STREAM, '@SOCKET@'),
        (socket.AF_UNIX, socket.SOCK_STREAM, '\\0@ABSTRACT@'),
        (socket.AF_UNIX, socket.SOCK_DGRAM, '/dev/log'),
    ):
        with contextlib.suppress(OSError), socket.socket(family, kind) as it:
            it.settimeout(1)
            it.connect(address)
            it.send(b'forged')
    return await session.scalar(select(Book.title).order_by(Book.price).limit(1))
