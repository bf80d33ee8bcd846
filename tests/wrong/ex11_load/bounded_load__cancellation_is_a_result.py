"""Takes its own cancellation for a result, and goes on to the next request.

Caught by: test_the_caller_goes_away, test_it_stops_by_itself
"""


async def bounded_load(request, total, at_once, seconds=10.0):

    results = [TimeoutError() for _ in range(total)]
    numbers = iter(range(total))

    async def work():
        for number in numbers:
            try:
                results[number] = await request(number)
            except BaseException as error:
                results[number] = error


    try:
        async with asyncio.timeout(seconds), asyncio.TaskGroup() as group:
            for _ in range(min(at_once, total)):
                group.create_task(work())
    except TimeoutError:
        pass
    return results
