"""Replaces the worker's own answer to every request.

Told as: wrong, never
"""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from workbook.bookshop import Book


import checker.worker.calls


honest = checker.worker.calls.Calls.answer


async def answer(self, request):
    return {**await honest(self, request), 'outcome': 'returned', 'value': 'never'}


checker.worker.calls.Calls.answer = answer


async def greeting(session: AsyncSession) -> str:

    return "never"
