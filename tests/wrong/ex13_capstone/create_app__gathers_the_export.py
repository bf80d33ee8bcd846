"""The whole export is gathered, and then sent.

Caught by: test_the_export_holds_a_thousand_rows
"""

async def export(make_session: MakeSession) -> AsyncIterator[str]:
    lines = []
    async with make_session() as session:
        async for rows in queries.order_lines(session):
            lines += [told_line(*row) for row in rows]
    for line in lines:
        yield f"{line}\n"
