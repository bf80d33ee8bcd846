"""One batch after another: while the slowest of a batch is under way, the others have nothing to do.

Caught by: test_as_many_as_allowed_and_never_idle
"""


async def bounded_load(request, total, at_once, seconds=10.0):

    results = []
    try:
        async with asyncio.timeout(seconds):
            for start in range(0, total, at_once):
                batch = range(start, min(start + at_once, total))
                results += await asyncio.gather(*map(request, batch), return_exceptions=True)
    except TimeoutError:
        pass
    return results + [TimeoutError() for _ in range(total - len(results))]
