"""When the call itself is cancelled, the questions go on.

Caught by: test_nobody_waits_for_the_answer
"""


async def first_answer(make_session, questions):

    async def ask(question):
        async with make_session() as session:
            return await question(session)

    pending = {asyncio.create_task(ask(question)) for question in questions}
    errors = []
    while pending:
        done, pending = await asyncio.wait(pending, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            if task.exception() is None:
                for other in pending:
                    other.cancel()
                if pending:
                    await asyncio.wait(pending)
                return task.result()
            errors.append(task.exception())
    raise ExceptionGroup("no answer", errors)
