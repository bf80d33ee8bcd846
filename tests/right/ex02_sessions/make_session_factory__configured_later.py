"""A factory may be configured after it was made."""


def make_session_factory(engine: AsyncEngine) -> async_sessionmaker[AsyncSession]:
    make_session = async_sessionmaker(bind=engine)
    make_session.configure(expire_on_commit=False)
    return make_session
