"""It waits for all, and returns the first of the list.

Caught by: test_all_questions_at_the_same_time
"""


async def first_answer(make_session, questions):

    async def ask(question):
        async with make_session() as session:
            return await question(session)

    results = await asyncio.gather(*map(ask, questions), return_exceptions=True)
    errors = [result for result in results if isinstance(result, Exception)]
    for result in results:
        if not isinstance(result, Exception):
            return result
    raise ExceptionGroup("no answer", errors)
