"""A worker that met an error takes no more requests.

Caught by: test_a_result_for_each_request
"""


async def bounded_load(request, total, at_once, seconds=10.0):

    results = [TimeoutError() for _ in range(total)]
    numbers = iter(range(total))

    async def work():
        for number in numbers:
            try:
                results[number] = await request(number)
            except Exception as error:
                results[number] = error
                return

    try:
        async with asyncio.timeout(seconds), asyncio.TaskGroup() as group:
            for _ in range(min(at_once, total)):
                group.create_task(work())
    except TimeoutError:
        pass
    return results
