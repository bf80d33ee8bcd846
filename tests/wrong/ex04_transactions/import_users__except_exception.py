"""`except Exception` takes a full disk for a bad row.

Caught by: test_an_error_that_is_no_bad_row
"""


async def import_users(session, rows):

    bad = []
    for row in rows:
        try:
            async with session.begin_nested():
                session.add(User(**row))
        except Exception:
            bad.append(row["email"])
    await session.commit()
    return bad
