"""Whoever goes away leaves the requests behind.

Caught by: test_the_caller_goes_away
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


    tasks = [asyncio.create_task(work()) for _ in range(min(at_once, total))]
    if tasks:
        _, late = await asyncio.wait(tasks, timeout=seconds)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)
    return results
