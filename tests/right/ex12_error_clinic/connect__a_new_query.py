"""A query of its own, made from the old one."""


def connect(url):

    there = make_url(url)
    query = {("ssl" if name == "sslmode" else name): value for name, value in there.query.items()}
    if there.get_backend_name() == "sqlite":
        return create_async_engine(there.set(drivername="sqlite+aiosqlite"), pool_pre_ping=True)
    return create_async_engine(there.set(drivername="postgresql+asyncpg", query=query), pool_pre_ping=True)
