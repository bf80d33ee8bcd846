"""One task more whenever one is done: asyncio.wait, in a loop."""


async def bounded_load(request, total, at_once, seconds=10.0):

    loop = asyncio.get_running_loop()
    end = loop.time() + seconds
    tasks, under_way = [], set()
    try:
        while (len(tasks) < total or under_way) and loop.time() < end:
            while len(tasks) < total and len(under_way) < at_once:
                tasks.append(asyncio.ensure_future(request(len(tasks))))
                under_way.add(tasks[-1])
            _, under_way = await asyncio.wait(
                under_way, timeout=max(0, end - loop.time()), return_when=asyncio.FIRST_COMPLETED
            )
    finally:
        for task in under_way:
            task.cancel()
        await asyncio.gather(*under_way, return_exceptions=True)
    done = [TimeoutError() if task.cancelled() else task.exception() or task.result() for task in tasks]
    return done + [TimeoutError() for _ in range(total - len(done))]
