"""Each worker has its share from the beginning: who is done first has nothing to do.

Caught by: test_as_many_as_allowed_and_never_idle
"""


async def bounded_load(request, total, at_once, seconds=10.0):

    results = [TimeoutError() for _ in range(total)]

    async def work(first):
        for number in range(first, total, at_once):
            try:
                results[number] = await request(number)
            except Exception as error:
                results[number] = error

    try:
        async with asyncio.timeout(seconds), asyncio.TaskGroup() as group:
            for first in range(at_once):
                group.create_task(work(first))
    except TimeoutError:
        pass
    return results
