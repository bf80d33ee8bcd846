"""Known emails are looked up first: the database may still refuse a row for another reason.

Caught by: test_good_rows_stay
"""


async def import_users(session, rows):

    known, bad = set(await session.scalars(select(User.email))), []
    for row in rows:
        if row["email"] in known:
            bad.append(row["email"])
        else:
            known.add(row["email"])
            session.add(User(**row))
    await session.commit()
    return bad
