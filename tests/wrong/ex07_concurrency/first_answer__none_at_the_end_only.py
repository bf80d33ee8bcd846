"""None is taken for no answer, as long as another question is under way.

Caught by: test_any_answer_counts
"""


async def first_answer(
    make_session: async_sessionmaker[AsyncSession], questions: list[Callable[[AsyncSession], Awaitable[T]]]
) -> T:
    async def ask(question: Callable[[AsyncSession], Awaitable[T]]) -> T:
        async with make_session() as session:
            return await question(session)

    errors: list[Exception] = []
    tasks = [asyncio.create_task(ask(question)) for question in questions]
    pending = set(tasks)
    try:
        while pending:
            done, pending = await asyncio.wait(pending, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                if task.exception() is not None:
                    errors.append(task.exception())
                elif task.result() is not None:
                    return task.result()
        if len(errors) == len(tasks):
            raise ExceptionGroup("nobody has answered", errors)
        return None
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
