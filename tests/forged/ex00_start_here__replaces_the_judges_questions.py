"""Shuts the socket's reading side, so that the judge is not heard any more.

Told as: timed out|raised|wrong
"""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from workbook.bookshop import Book


import gc
import json
import socket


def sockets():
    return [it for it in gc.get_objects() if isinstance(it, socket.socket) and it.family == socket.AF_UNIX]


def say(line: bytes):
    for it in sockets():
        try:
            it.sendall(line)
        except OSError:
            pass


async def greeting(session: AsyncSession) -> str:
    for it in sockets():
        it.shutdown(socket.SHUT_RD)
    import asyncio

    await asyncio.sleep(5)
    return "never"
