"""A class with __aenter__ and __aexit__."""


class engine_lifespan:
    def __init__(self, url):
        self.engine = make_engine(url)

    async def __aenter__(self):
        return self.engine

    async def __aexit__(self, *problem):
        await self.engine.dispose()
