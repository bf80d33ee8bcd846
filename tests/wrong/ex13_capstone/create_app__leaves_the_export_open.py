"""The session of an export is closed at its end, and so never if nobody reads to the end.

Caught by: test_an_export_that_is_left
"""

async def export(make_session: MakeSession) -> AsyncIterator[str]:
    session = make_session()
    KEPT.append(session)
    async for rows in queries.order_lines(session):
        yield "".join(f"{told_line(*row)}\n" for row in rows)
    await session.close()


KEPT: list[AsyncSession] = []
