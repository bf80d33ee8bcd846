"""Takes the rows out of the caller's list, which is empty afterwards.

Caught by: test_an_error_that_is_no_bad_row
"""

async def import_users(session: AsyncSession, rows: list[dict[str, str]]) -> list[str]:
    bad = []
    try:
        while rows:
            row = rows.pop(0)
            try:
                async with session.begin_nested():
                    session.add(User(email=row["email"], full_name=row["full_name"]))
            except IntegrityError:
                bad.append(row["email"])
        await session.commit()
    except BaseException:
        await session.rollback()
        raise
    return bad
