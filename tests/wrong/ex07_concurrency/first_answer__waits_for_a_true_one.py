"""An answer that is not true is kept for the end, when all others have been waited for.

Caught by: test_any_answer_counts
"""


async def first_answer(
    make_session: async_sessionmaker[AsyncSession], questions: list[Callable[[AsyncSession], Awaitable[T]]]
) -> T:
    async def ask(question: Callable[[AsyncSession], Awaitable[T]]) -> T:
        async with make_session() as session:
            return await question(session)

    empty = []
    errors: list[Exception] = []
    tasks = [asyncio.create_task(ask(question)) for question in questions]
    pending = set(tasks)
    try:
        while pending:
            done, pending = await asyncio.wait(pending, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                if task.exception() is None:
                    if task.result():
                        return task.result()
                    empty.append(task.result())
                else:
                    errors.append(task.exception())
        if empty:
            return empty[0]
        raise ExceptionGroup("nobody has answered", errors)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
