"""Each request has the time that all of them have.

Caught by: test_it_stops_by_itself
"""


async def bounded_load(request, total, at_once, seconds=10.0):

    results = [TimeoutError() for _ in range(total)]
    numbers = iter(range(total))

    async def work():
        for number in numbers:
            try:
                results[number] = await asyncio.wait_for(request(number), seconds)
            except Exception as error:
                results[number] = error

    async with asyncio.TaskGroup() as group:
        for _ in range(min(at_once, total)):
            group.create_task(work())
    return results
