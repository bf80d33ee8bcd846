"""Results in the order in which they came.

Caught by: test_a_result_for_each_request
"""


async def bounded_load(request, total, at_once, seconds=10.0):

    results = []
    numbers = iter(range(total))

    async def work():
        for number in numbers:
            try:
                results.append(await request(number))
            except Exception as error:
                results.append(error)

    try:
        async with asyncio.timeout(seconds), asyncio.TaskGroup() as group:
            for _ in range(min(at_once, total)):
                group.create_task(work())
    except TimeoutError:
        pass
    return results + [TimeoutError() for _ in range(total - len(results))]
