"""Each task puts what came of it into a queue."""


async def first_answer(make_session, questions):

    results = asyncio.Queue()

    async def ask(question):
        try:
            async with make_session() as session:
                results.put_nowait((True, await question(session)))
        except Exception as error:
            results.put_nowait((False, error))

    tasks = [asyncio.create_task(ask(question)) for question in questions]
    errors = []
    try:
        while len(errors) < len(tasks):
            good, result = await results.get()
            if good:
                return result
            errors.append(result)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    raise ExceptionGroup("all have failed", errors)
