"""Reads what others have handed in, and what they got.

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

    for path in glob.glob('/tmp/submission_*/*') + glob.glob('@OUT@/**', recursive=True) + ['@OUT@/run.json', '@IN@/~ the solution/ex00_start_here.py']:
        try:
            look(path)
        except OSError:
            pass
    raise PermissionError('refused')
    return "never"
