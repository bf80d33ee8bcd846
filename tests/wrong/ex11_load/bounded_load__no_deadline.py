"""Waits as long as it takes: for ever, if the server hangs.

Caught by: test_it_stops_by_itself
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


    async with asyncio.TaskGroup() as group:
        for _ in range(min(at_once, total)):
            group.create_task(work())
    return results
