"""An email that was bad twice comes back once.

Caught by: test_good_rows_stay
"""


async def import_users(session, rows):
    bad = {}
    for row in rows:
        try:
            async with session.begin_nested():
                session.add(User(email=row["email"], full_name=row["full_name"]))
        except IntegrityError:
            bad.setdefault(row["email"])
        except BaseException:
            await session.rollback()
            raise
    await session.commit()
    return list(bad)
