"""One question after another.

Caught by: test_all_questions_at_the_same_time
"""


async def first_answer(make_session, questions):

    async def ask(question):
        async with make_session() as session:
            return await question(session)

    errors = []
    for question in questions:
        try:
            return await ask(question)
        except Exception as error:
            errors.append(error)
    raise ExceptionGroup("no answer", errors)
