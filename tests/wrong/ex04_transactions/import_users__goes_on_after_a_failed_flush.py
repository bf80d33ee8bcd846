"""The failed flush is caught, and the session is used again without a rollback.

Caught by: test_good_rows_stay
"""


async def import_users(session, rows):

    bad = []
    for row in rows:
        try:
            session.add(User(**row))
            await session.flush()
        except IntegrityError:
            bad.append(row["email"])
    await session.commit()
    return bad
