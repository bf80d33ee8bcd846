"""Sorts the refused ones by the alphabet.

Caught by: test_those_that_are_refused
"""


async def rename_all(session: AsyncSession, emails: dict[str, str]) -> list[str]:
    refused = set()
    for old, new in emails.items():
        try:
            await session.execute(update(User).where(User.email == old).values(email=new))
            await session.commit()
        except exc.IntegrityError:
            await session.rollback()
            refused.add(old)
    return sorted(refused)
