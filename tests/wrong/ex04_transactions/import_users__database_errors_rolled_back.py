"""Rolls back for errors of the database only; a row without a full_name is a KeyError, and the rows before it stay.

Caught by: test_an_error_that_is_no_bad_row
"""

async def import_users(session: AsyncSession, rows: list[dict[str, str]]) -> list[str]:
    bad = []
    try:
        for row in rows:
            try:
                async with session.begin_nested():
                    session.add(User(email=row["email"], full_name=row["full_name"]))
            except IntegrityError:
                bad.append(row["email"])
        await session.commit()
    except DBAPIError:
        await session.rollback()
        raise
    return bad
