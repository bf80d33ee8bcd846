"""Workers that take from a queue."""


async def bounded_load(request, total, at_once, seconds=10.0):

    results = [TimeoutError()] * total
    queue = asyncio.Queue()
    for number in range(total):
        queue.put_nowait(number)

    async def work():
        while not queue.empty():
            number = queue.get_nowait()
            try:
                results[number] = await request(number)
            except Exception as error:
                results[number] = error

    workers = [asyncio.create_task(work()) for _ in range(at_once)]
    try:
        await asyncio.wait(workers, timeout=seconds)
    finally:
        for worker in workers:
            worker.cancel()
        await asyncio.gather(*workers, return_exceptions=True)
    return results
