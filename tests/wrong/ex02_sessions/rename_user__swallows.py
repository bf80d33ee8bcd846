"""It hides that the COMMIT has failed.

Caught by: test_a_rename_that_fails
"""


async def rename_user(make_session: async_sessionmaker[AsyncSession], user_id: int, full_name: str) -> None:
    try:
        async with make_session.begin() as session:
            user = await session.get(User, user_id)
            if user is None:
                raise LookupError(user_id)
            user.full_name = full_name
    except LookupError:
        raise
    except Exception:
        pass
