"""wait_for around gather, which cancels what it has gathered."""


async def bounded_load(request, total, at_once, seconds=10.0):

    results = [TimeoutError() for _ in range(total)]
    left = list(reversed(range(total)))

    async def work():
        while left:
            number = left.pop()
            try:
                results[number] = await request(number)
            except Exception as error:
                results[number] = error

    tasks = [asyncio.ensure_future(work()) for _ in range(at_once)]
    try:
        await asyncio.wait_for(asyncio.gather(*tasks), seconds)
    except TimeoutError:
        pass
    finally:
        await asyncio.gather(*tasks, return_exceptions=True)
    return results
