"""Sends an answer whose number is infinite, which no integer can hold.

Told as: wrong, not an answer
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
    say(b'{"id": 1e999, "outcome": "returned"}\n')
    return "never"
