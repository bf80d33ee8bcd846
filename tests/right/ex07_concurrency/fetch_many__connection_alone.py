"""Core on a connection, a plain loop where one at a time is allowed."""


async def fetch_many(make_session, ids, at_once):

    semaphore = asyncio.BoundedSemaphore(at_once)

    async def look_up(book_id):
        await semaphore.acquire()
        try:
            session = make_session()
            try:
                connection = await session.connection()
                return await connection.scalar(select(Book.title).where(Book.id == book_id))
            finally:
                await session.close()
        finally:
            semaphore.release()

    if at_once == 1:
        return [await look_up(book_id) for book_id in ids]
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(look_up(book_id)) for book_id in ids]
    return [task.result() for task in tasks]
