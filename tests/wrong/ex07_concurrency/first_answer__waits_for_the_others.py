"""The others are awaited and not cancelled.

Caught by: test_all_questions_at_the_same_time
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
                return await each
            except Exception as error:
                errors.append(error)
        raise ExceptionGroup("no answer", errors)
    finally:
        await asyncio.wait(tasks)
