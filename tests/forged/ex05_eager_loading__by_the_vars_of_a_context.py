"""Takes what was noted of a statement from where SQLAlchemy keeps its own.

Told as: raised
"""

from sqlalchemy import event, select
from sqlalchemy.ext.asyncio import AsyncSession

from workbook.bookshop import User


async def one_for_each(session: AsyncSession, limit: int) -> list[User]:
    users = list(await session.scalars(select(User).order_by(User.email, User.id).limit(limit)))
    for user in users:
        await session.refresh(user, ["orders"])
    return users

def hide(connection, cursor, statement, parameters, context, many):
    noted, _ = vars(context)["_event_in" + "_trace"]
    noted.kind = "note"


async def users_with_orders(session: AsyncSession, limit: int) -> list[User]:
    connection = await session.connection()
    event.listen(connection.sync_connection, "after_cursor_execute", hide)
    return await one_for_each(session, limit)
