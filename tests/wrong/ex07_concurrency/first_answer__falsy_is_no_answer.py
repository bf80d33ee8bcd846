"""0 and "" are answers.

Caught by: test_any_answer_counts
"""


async def first_answer(make_session, questions):
    async def ask(question):
        async with make_session() as session:
            return await question(session)

    tasks = [asyncio.create_task(ask(question)) for question in questions]
    errors = []
    try:
        for each in asyncio.as_completed(tasks):
            try:
                answer = await each
                if answer or answer is None:
                    return answer
            except Exception as error:
                errors.append(error)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    raise ExceptionGroup("no answer", errors or [LookupError("nothing")])
