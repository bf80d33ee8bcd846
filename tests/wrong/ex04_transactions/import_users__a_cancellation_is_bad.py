"""`except BaseException` takes a cancellation for a bad row.

Caught by: test_an_import_that_is_cancelled
"""


async def import_users(session, rows):
    bad = []
    for row in rows:
        try:
            async with session.begin_nested():
                session.add(User(email=row["email"], full_name=row["full_name"]))
        except BaseException:
            bad.append(row["email"])
    await session.commit()
    return bad
