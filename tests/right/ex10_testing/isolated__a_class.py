"""A class with __aenter__ and __aexit__; a plain INSERT that changes nothing makes the driver begin."""


from sqlalchemy import update


class isolated:
    def __init__(self, engine):
        self.engine = engine

    async def __aenter__(self):
        self.connection = await self.engine.connect()
        await self.connection.begin()
        await self.connection.execute(update(User).where(User.id == -1).values(full_name="nobody"))
        return async_sessionmaker(
            self.connection, expire_on_commit=False, join_transaction_mode="create_savepoint"
        )

    async def __aexit__(self, *_):
        await self.connection.rollback()
        await self.connection.close()
