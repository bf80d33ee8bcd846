"""The session of an export is closed when all has been read, and only then: an export that fails leaves it open.

Caught by: test_an_export_that_fails
"""


async def export(make_session: MakeSession) -> AsyncIterator[str]:
    session = make_session()
    async for rows in queries.order_lines(session):
        yield "".join(f"{told_line(*row)}\n" for row in rows)
    await session.close()
