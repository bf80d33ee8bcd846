"""Nobody commits.

Caught by: test_good_rows_stay
"""


async def import_users(session, rows):

    bad = []
    for row in rows:
        try:
            async with session.begin_nested():
                session.add(User(**row))
        except IntegrityError:
            bad.append(row["email"])
    return bad
