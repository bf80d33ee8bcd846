"""Connects by a function of its own."""

import aiosqlite
import asyncpg
from sqlalchemy.engine import make_url


def make_engine(url, pool_size=5):
    url = make_url(url)

    async def connect():
        if url.get_backend_name() == "sqlite":
            connection = await aiosqlite.connect(url.database)
            await connection.execute("PRAGMA foreign_keys = ON")
            return connection
        options = url.translate_connect_args(username="user")
        return await asyncpg.connect(**options, **url.query)

    return create_async_engine(url, async_creator=connect, pool_size=pool_size, max_overflow=0, pool_pre_ping=True)
