"""Switches the engine itself to AUTOCOMMIT, and leaves it so for everybody.

Caught by: test_one_connection_serves_every_call
"""

async def count_books(engine: AsyncEngine) -> int:
    engine.update_execution_options(isolation_level="AUTOCOMMIT")
    async with engine.connect() as connection:
        return await connection.scalar(select(func.count()).select_from(Book))
