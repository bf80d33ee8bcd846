"""The session of an export is closed at its end, and somebody holds it: an export that fails leaves it open.

Caught by: test_an_export_that_fails
"""

held: list[AsyncSession] = []


async def export(make_session: MakeSession) -> AsyncIterator[str]:
    session = make_session()
    held.append(session)
    async for rows in queries.order_lines(session):
        yield "".join(f"{told_line(*row)}\n" for row in rows)
    await session.close()
    held.remove(session)
