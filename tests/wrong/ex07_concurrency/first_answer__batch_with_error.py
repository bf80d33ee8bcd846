"""When one raises and one answers in the same turn, the answer is lost.

Caught by: test_any_answer_counts
"""


async def first_answer(make_session, questions):
    async def ask(question):
        async with make_session() as session:
            return await question(session)

    tasks = [asyncio.create_task(ask(question)) for question in questions]
    pending, errors = set(tasks), []
    try:
        while pending:
            done, pending = await asyncio.wait(pending, return_when=asyncio.FIRST_COMPLETED)
            failed = [task.exception() for task in done if task.exception()]
            if failed:
                errors += failed
            else:
                return done.pop().result()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks)
    raise ExceptionGroup("no answer", errors)
