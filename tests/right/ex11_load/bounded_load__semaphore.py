"""A task for each, and a semaphore around the request."""


async def bounded_load(request, total, at_once, seconds=10.0):

    turn = asyncio.Semaphore(at_once)
    results = {}

    async def one(number):
        async with turn:
            try:
                results[number] = await request(number)
            except Exception as error:
                results[number] = error

    try:
        async with asyncio.timeout(seconds):
            async with asyncio.TaskGroup() as group:
                for number in range(total):
                    group.create_task(one(number))
    except TimeoutError:
        pass
    return [results.get(number, TimeoutError("too late")) for number in range(total)]
