"""Two people of one name are taken for one.

Caught by: test_good_rows_stay
"""


async def import_users(session, rows):
    bad, names = [], set()
    for row in rows:
        try:
            async with session.begin_nested():
                session.add(User(email=row["email"], full_name=row["full_name"]))
                await session.flush()
                if row["full_name"] in names:
                    raise IntegrityError("a namesake", None, Exception())
            names.add(row["full_name"])
        except IntegrityError:
            bad.append(row["email"])
        except BaseException:
            await session.rollback()
            raise
    await session.commit()
    return bad
