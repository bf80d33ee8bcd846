"""A task of its own reads the rows into a queue: when the client goes, it waits for ever, with its connection.

Caught by: test_an_export_that_is_left
"""

import asyncio


async def export(make_session: MakeSession) -> AsyncIterator[str]:
    queue: asyncio.Queue[str | None] = asyncio.Queue(maxsize=2)

    async def read() -> None:
        async with make_session() as session:
            async for rows in queries.order_lines(session):
                await queue.put("".join(f"{told_line(*row)}\n" for row in rows))
        await queue.put(None)

    reading = asyncio.create_task(read())
    while (some := await queue.get()) is not None:
        yield some
    await reading
