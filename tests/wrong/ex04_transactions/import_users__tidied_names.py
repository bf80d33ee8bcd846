"""Takes the spaces off the names.

Caught by: test_good_rows_stay
"""


async def import_users(session: AsyncSession, rows: list[dict[str, str]]) -> list[str]:
    bad = []
    for row in rows:
        try:
            async with session.begin_nested():
                name = row["full_name"] and row["full_name"].strip()
                session.add(User(email=row["email"], full_name=name))
        except IntegrityError:
            bad.append(row["email"])
        except BaseException:
            await session.rollback()
            raise
    await session.commit()
    return bad
