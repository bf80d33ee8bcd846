"""The others are left to themselves.

Caught by: test_the_others_have_ended
"""


async def first_answer(make_session, questions):

    async def ask(question):
        async with make_session() as session:
            return await question(session)

    tasks = [asyncio.create_task(ask(question)) for question in questions]
    errors = []
    for each in asyncio.as_completed(tasks):
        try:
            return await each
        except Exception as error:
            errors.append(error)
    raise ExceptionGroup("no answer", errors)
