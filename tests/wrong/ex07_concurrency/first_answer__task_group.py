"""A TaskGroup takes the first error for the end of it all.

Caught by: test_a_question_that_raises_first
"""


async def first_answer(make_session, questions):

    async def ask(question):
        async with make_session() as session:
            return await question(session)

    answer = asyncio.get_running_loop().create_future()

    async def race(question):
        result = await ask(question)
        if not answer.done():
            answer.set_result(result)

    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(race(question)) for question in questions]
        await answer
        for task in tasks:
            task.cancel()
    return answer.result()
