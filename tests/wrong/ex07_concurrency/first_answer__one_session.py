"""One session for all questions.

Caught by: test_all_questions_at_the_same_time
"""


async def first_answer(make_session, questions):

    errors = []
    async with make_session() as session:
        await session.connection()
        tasks = [asyncio.ensure_future(question(session)) for question in questions]
        try:
            for each in asyncio.as_completed(tasks):
                try:
                    return await each
                except Exception as error:
                    errors.append(error)
            raise ExceptionGroup("no answer", errors)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
