"""An answer that is nothing is taken for one that never came.

Caught by: test_a_result_for_each_request
"""

async def bounded_load(request, total, at_once, seconds=10.0):
    results = [None] * total
    numbers = iter(range(total))
    async def worker():
        for n in numbers:
            try:
                results[n] = await request(n)
            except Exception as problem:
                results[n] = problem
    tasks = [asyncio.create_task(worker()) for _ in range(min(at_once, total))]
    try:
        if tasks:
            await asyncio.wait(tasks, timeout=seconds)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    return [r or TimeoutError() for r in results]
