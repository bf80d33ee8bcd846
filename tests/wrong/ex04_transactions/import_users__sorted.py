"""The emails of the bad rows come back sorted, not in the order of the rows.

Caught by: test_good_rows_stay
"""


async def import_users(session, rows):
    bad = []
    for row in rows:
        try:
            async with session.begin_nested():
                session.add(User(email=row["email"], full_name=row["full_name"]))
        except IntegrityError:
            bad.append(row["email"])
        except BaseException:
            await session.rollback()
            raise
    await session.commit()
    return sorted(bad)
