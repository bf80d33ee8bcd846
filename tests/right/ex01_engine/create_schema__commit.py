"""With connect() and a commit."""


async def create_schema(engine):
    async with engine.connect() as connection:
        await connection.run_sync(Base.metadata.create_all)
        await connection.commit()
