"""add_all() is taken for one INSERT: it is one a row on SQLite and one a thousand on PostgreSQL.

Caught by: test_one_insert_however_many
"""


async def add_books(session: AsyncSession, rows: list[Row]) -> None:
    session.add_all([Book(**row) for row in rows])
    await session.flush()
