"""With a single question its error comes bare, not in an ExceptionGroup.

Caught by: test_no_question_is_answered
"""


async def first_answer(make_session, questions):
    async def ask(question):
        async with make_session() as session:
            return await question(session)

    if len(questions) == 1:
        return await ask(questions[0])
    tasks = [asyncio.create_task(ask(question)) for question in questions]
    errors = []
    try:
        for each in asyncio.as_completed(tasks):
            try:
                return await each
            except Exception as error:
                errors.append(error)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    raise ExceptionGroup("no answer", errors)
