"""Every row is committed at once: an import that fails halfway leaves half of the file.

Caught by: test_one_commit, test_an_error_that_is_no_bad_row
"""


async def import_users(session, rows):

    bad = []
    for row in rows:
        try:
            session.add(User(**row))
            await session.commit()
        except IntegrityError:
            await session.rollback()
            bad.append(row["email"])
    return bad
