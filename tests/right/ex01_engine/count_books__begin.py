"""In a transaction that is committed."""


async def count_books(engine):
    async with engine.begin() as connection:
        return len((await connection.scalars(select(Book.id))).all())
