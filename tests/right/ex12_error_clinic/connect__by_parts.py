"""The parts of the URL, and ssl beside it."""


def connect(url):

    name, _, rest = url.partition("://")
    drivers = {"postgres": "postgresql+asyncpg", "postgresql": "postgresql+asyncpg", "sqlite": "sqlite+aiosqlite"}
    there = make_url(f"{drivers[name]}://{rest}")
    mode = there.query.get("sslmode")
    if mode is None:
        return create_async_engine(there)
    return create_async_engine(there.difference_update_query({"sslmode"}), connect_args={"ssl": mode})
