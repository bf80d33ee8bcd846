"""Says that its time is over, before anything is wrong.

Told as: timed out
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
    say(b'{"late": {"where": "nowhere", "line": "nothing"}, "output": ""}\n')
    import asyncio

    await asyncio.sleep(0.2)
    return "never"
