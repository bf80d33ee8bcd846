"""Table by table, in the order of their foreign keys."""


async def create_schema(engine):
    def create(connection):
        for table in Base.metadata.sorted_tables:
            table.create(connection, checkfirst=True)

    async with engine.begin() as connection:
        await connection.run_sync(create)
