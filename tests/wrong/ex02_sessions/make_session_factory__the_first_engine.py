"""The factory of the first engine is given out for every other one too.

Caught by: test_every_engine_has_a_factory_of_its_own
"""


made = []


def make_session_factory(engine: AsyncEngine) -> async_sessionmaker[AsyncSession]:
    if not made:
        made.append(async_sessionmaker(engine, expire_on_commit=False))
    return made[0]
