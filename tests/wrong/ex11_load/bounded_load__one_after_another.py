"""Never more than one.

Caught by: test_as_many_as_allowed_and_never_idle
"""


async def bounded_load(request, total, at_once, seconds=10.0):

    results = [TimeoutError() for _ in range(total)]
    try:
        async with asyncio.timeout(seconds):
            for number in range(total):
                try:
                    results[number] = await request(number)
                except Exception as error:
                    results[number] = error
    except TimeoutError:
        pass
    return results
