"""Makes a trigger for the next row that nobody can cancel.

Told as: wrong|raised|timed out
"""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession


async def greeting(session: AsyncSession) -> str:
    if session.bind.dialect.name == "postgresql":
        forever = "LOOP BEGIN LOOP PERFORM 1; END LOOP; EXCEPTION WHEN query_canceled THEN NULL; END; END LOOP;"
        await session.execute(text(f"CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {forever} END $$"))
        await session.execute(text("CREATE TRIGGER t BEFORE INSERT ON books FOR EACH ROW EXECUTE FUNCTION f()"))
        await session.commit()
    return "never"
