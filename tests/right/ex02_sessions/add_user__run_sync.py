"""The work in a plain function, run by the session."""


async def add_user(session: AsyncSession, email: str, full_name: str) -> int:
    def work(sync_session):
        user = User(email=email, full_name=full_name)
        sync_session.add(user)
        sync_session.flush()
        return user.id

    return await session.run_sync(work)
