"""A class with __aenter__ and __aexit__."""


class unit_of_work:
    def __init__(self, make_session):
        self.session = make_session()

    async def __aenter__(self):
        return self.session

    async def __aexit__(self, kind, problem, trace):
        try:
            if kind is None:
                await self.session.commit()
        finally:
            await self.session.close()
