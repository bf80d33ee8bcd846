"""It lets another error out, and leaves the rows before it to whoever commits next.

Caught by: test_an_error_that_is_no_bad_row
"""


async def import_users(session, rows):
    bad = []
    for row in rows:
        try:
            async with session.begin_nested():
                session.add(User(email=row["email"], full_name=row["full_name"]))
        except IntegrityError:
            bad.append(row["email"])
    await session.commit()
    return bad
