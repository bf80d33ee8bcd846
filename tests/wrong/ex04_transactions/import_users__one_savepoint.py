"""One savepoint around all rows: one bad row takes all others with it.

Caught by: test_good_rows_stay
"""


async def import_users(session, rows):

    try:
        async with session.begin_nested():
            session.add_all([User(**row) for row in rows])
    except IntegrityError:
        return [row["email"] for row in rows]
    await session.commit()
    return []
