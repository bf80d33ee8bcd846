"""Of all the errors, the last one is raised.

Caught by: test_no_question_is_answered
"""


async def first_answer(make_session, questions):

    async def ask(question):
        async with make_session() as session:
            return await question(session)

    tasks = [asyncio.create_task(ask(question)) for question in questions]
    last = None
    try:
        for each in asyncio.as_completed(tasks):
            try:
                return await each
            except Exception as error:
                last = error
        raise last
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
