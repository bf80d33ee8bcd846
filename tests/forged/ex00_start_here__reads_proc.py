"""Reads what other processes are, and what they hold.

Told as: raised, refused
"""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from workbook.bookshop import Book


def look(path):
    with open(path, 'rb') as file:
        raise LookupError('LOOKED ' + repr(file.read(80)))


async def greeting(session: AsyncSession) -> str:
    import glob
    import os

    for path in glob.glob('/proc/*/environ') + glob.glob('/proc/[0-9]*/cmdline') + ['/proc/self/environ', '/proc/1/maps', '/proc/self/mem', '/proc/self/mounts']:
        try:
            look(path)
        except OSError:
            pass
    raise PermissionError('refused')
    return "never"
