"""Committed for everybody, and all rows deleted when the test is done.

Caught by: test_nothing_is_left, test_nobody_else_sees_it
"""


from sqlalchemy import delete

from workbook.bookshop import Base


@asynccontextmanager
async def isolated(engine):
    try:
        yield async_sessionmaker(engine, expire_on_commit=False)
    finally:
        async with engine.begin() as connection:
            for table in reversed(Base.metadata.sorted_tables):
                await connection.execute(delete(table))
