"""`session.rollback()` throws away the good rows before the bad one.

Caught by: test_good_rows_stay
"""


async def import_users(session, rows):

    bad = []
    for row in rows:
        session.add(User(**row))
        try:
            await session.flush()
        except IntegrityError:
            await session.rollback()
            bad.append(row["email"])
    await session.commit()
    return bad
