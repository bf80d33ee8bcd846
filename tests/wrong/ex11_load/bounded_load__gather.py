"""All at once: the server gets everything in the same moment.

Caught by: test_as_many_as_allowed_and_never_idle
"""


async def bounded_load(request, total, at_once, seconds=10.0):

    async def one(number):
        async with asyncio.timeout(seconds):
            return await request(number)

    return await asyncio.gather(*[one(number) for number in range(total)], return_exceptions=True)
