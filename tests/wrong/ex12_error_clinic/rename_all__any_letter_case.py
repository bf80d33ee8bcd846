"""Finds the users in any letter case: Ana@example.org gets the address that ana@example.org was to have.

Caught by: test_nothing_that_was_changed_is_lost
"""


async def rename_all(session: AsyncSession, emails: dict[str, str]) -> list[str]:
    refused = []
    for old, new in emails.items():
        try:
            user = await session.scalar(
                select(User).where(func.lower(User.email) == old.lower()).order_by(User.id).limit(1)
            )
            user.email = new
            await session.commit()
        except exc.IntegrityError:
            await session.rollback()
            refused.append(old)
    return refused
