"""Core inserts, the savepoint opened and ended by hand."""

from sqlalchemy import insert


async def import_users(session, rows):

    refused_emails = []
    async with session.begin():
        for row in rows:
            savepoint = await session.begin_nested()
            try:
                await session.execute(insert(User).values(**row))
            except IntegrityError:
                await savepoint.rollback()
                refused_emails.append(row["email"])
            else:
                await savepoint.commit()
    return refused_emails
