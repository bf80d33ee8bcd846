"""A request that raises a TimeoutError of its own is taken for the end of the time: its place is not filled again.

Caught by: test_a_result_for_each_request
"""


async def bounded_load(
    request: Callable[[int], Awaitable[T]], total: int, at_once: int, seconds: float = 10.0
) -> list[T | Exception]:
    results: dict[int, T | Exception] = {}
    numbers = iter(range(total))

    async def worker() -> None:
        for number in numbers:
            try:
                results[number] = await request(number)
            except TimeoutError as error:
                results[number] = error
                return
            except Exception as error:
                results[number] = error

    try:
        async with asyncio.timeout(seconds), asyncio.TaskGroup() as group:
            for _ in range(at_once):
                group.create_task(worker())
    except TimeoutError:
        pass
    return [results[number] if number in results else TimeoutError() for number in range(total)]
