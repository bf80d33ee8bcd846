"""The session of an export is closed by nobody: the garbage collector finds it, and throws its connection away.

Caught by: test_an_export_that_is_left
"""


async def export(make_session: MakeSession) -> AsyncIterator[str]:
    session = make_session()
    async for rows in queries.order_lines(session):
        yield "".join(f"{told_line(*row)}\n" for row in rows)
