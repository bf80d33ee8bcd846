"""Looks the old address up in small letters, and another user's is changed too.

Caught by: test_nothing_that_was_changed_is_lost
"""


async def rename_all(session: AsyncSession, emails: dict[str, str]) -> list[str]:
    refused = []
    for old, new in emails.items():
        try:
            await session.execute(
                update(User).where(func.lower(User.email) == old.lower()).values(email=new),
                execution_options={"synchronize_session": False},
            )
            await session.commit()
        except exc.IntegrityError:
            await session.rollback()
            refused.append(old)
    return refused
