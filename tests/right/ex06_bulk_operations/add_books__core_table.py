"""The table instead of the class: no ORM in between."""


async def add_books(session: AsyncSession, rows: list[Row]) -> None:
    if not rows:
        return
    connection = await session.connection()
    await connection.execute(insert(Book.__table__), rows)
