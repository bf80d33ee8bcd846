"""Names what is private to another's object in a method that is called with it, and takes the trace's listeners away.

Told as: wrong
"""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from workbook.bookshop import User


class Own:
    def dispatcher(self):
        return self._slots_dispatch

    def registry(self):
        return self._empty_listener_reg


async def users_with_orders(session: AsyncSession, limit: int) -> list[User]:
    await session.connection()
    taken = []
    for by_class in list(Own.registry(Own.dispatcher(User.id)).values()):
        for listeners in by_class.values():
            kept = listeners.parent_listeners
            first = next((each for each in kept if "before_cursor_execute" in repr(each)), None)
            if first is not None:  # the trace's: it began before the other count did
                kept.remove(first)
                taken.append((kept, first))
    users = list(await session.scalars(select(User).order_by(User.email).limit(limit)))
    for user in users:
        await session.refresh(user, ["orders"])
    for listeners, each in taken:
        listeners.appendleft(each)
    return users
