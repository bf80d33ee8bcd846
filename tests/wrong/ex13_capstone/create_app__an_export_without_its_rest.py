"""An export whose statement fails ends as if there were nothing to tell: 200, and whole as far as anybody can see.

Caught by: test_an_export_that_fails
"""


async def export(make_session: MakeSession) -> AsyncIterator[str]:
    try:
        async with make_session() as session:
            async for rows in queries.order_lines(session):
                yield "".join(f"{told_line(*row)}\n" for row in rows)
    except Exception:
        return
