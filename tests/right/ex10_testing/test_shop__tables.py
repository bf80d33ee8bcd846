"""Tables of what is done and what comes of it, looked at by one process after another: more than twenty in a test."""

import asyncio
from sqlalchemy import inspect


SALES = [  # on the shelf, asked for, what comes of it
    (1, 1, None), (2, 1, None), (2, 2, None), (5, 4, None), (5, 5, None),
    (0, 1, OutOfStock), (1, 2, OutOfStock), (5, 6, OutOfStock), (5, 60, OutOfStock),
    (5, 0, ValueError), (5, -1, ValueError), (1, -1, ValueError), (5, -5, ValueError),
]


async def newcomer(shop: Shop) -> int:
    return await shop.register(f"n{next(numbers)}@example.org", "A Name")


async def test_sales(shop: Shop) -> None:
    old = shop.again()
    bystander, untouched = await newcomer(shop), await shop.add_book(777, 7)
    for on_the_shelf, asked, error in SALES:
        for seller, looker in ((shop, old), (old, shop)):
            user, isbn = await newcomer(seller), await looker.add_book(1000 + asked, on_the_shelf)
            assert await looker.shelf(isbn) == await seller.shelf(isbn) == on_the_shelf
            assert await looker.orders_of(user) == []
            sold = []
            if error is None:
                sold = [(await seller.buy(user, isbn, asked), isbn, asked, 1000 + asked)]
            else:
                with pytest.raises(error):
                    await seller.buy(user, isbn, asked)
            for each in (looker, seller, shop.again()):
                assert await each.shelf(isbn) == on_the_shelf - sum(line[2] for line in sold)
                lines = [(o["id"], o["isbn"], o["copies"], o["price"]) for o in await each.orders_of(user)]
                assert lines == sold
                assert await each.orders_of(bystander) == [] and await each.shelf(untouched) == 7


async def test_one_copy_unless_more_are_asked_for(shop: Shop) -> None:
    user, isbn = await newcomer(shop), await shop.add_book(10, 3)
    await shop.buy(user, isbn)
    assert await shop.shelf(isbn) == 2 and (await shop.orders_of(user))[0]["copies"] == 1


async def test_history(shop: Shop) -> None:
    old, user, neighbour = shop.again(), await newcomer(shop), await newcomer(shop)
    books = [await shop.add_book(100, 30), await shop.add_book(200, 30)]
    expected: list[Any] = []
    for turn, price in enumerate((100, 120, 90, 300)):
        where, isbn = (shop, old)[turn % 2], books[0]
        if turn:
            await (old, shop)[turn % 2].set_price(isbn, price)
        expected.insert(0, (await where.buy(user, isbn, turn + 1), isbn, turn + 1, price))
        expected.insert(0, (await where.buy(user, books[1], 2), books[1], 2, 200))
        theirs = await where.buy(neighbour, isbn)
        for each in (shop, old, shop.again()):
            assert [(o["id"], o["isbn"], o["copies"], o["price"]) for o in await each.orders_of(user)] == expected
    for gone in (expected[3], expected[0], expected[-1]):
        shelf = {isbn: await old.shelf(isbn) for isbn in books}
        await shop.cancel(gone[0])
        expected.remove(gone)
        shelf[gone[1]] += gone[2]
        for each in (old, shop, shop.again()):
            with pytest.raises(LookupError):
                await each.cancel(gone[0])
            assert {isbn: await each.shelf(isbn) for isbn in books} == shelf
            assert [(o["id"], o["isbn"], o["copies"], o["price"]) for o in await each.orders_of(user)] == expected
            assert [o["id"] for o in await each.orders_of(neighbour)][0] == theirs
    with pytest.raises(LookupError):
        await old.cancel(max(o["id"] for o in [*await old.orders_of(user), *await old.orders_of(neighbour)]) + 9)
    await shop.buy(user, books[1])


async def test_nothing_to_cancel(shop: Shop) -> None:
    for order in (0, 1, 4711):
        with pytest.raises(LookupError):
            await shop.cancel(order)


async def test_emails(shop: Shop) -> None:
    old = shop.again()
    ids = {}
    for email in ("a@example.org", "b@example.org", "c@example.org"):
        ids[email] = await shop.register(email, "The Same Name")
        for each in (shop, old, shop.again()):
            for taken in ids:
                with pytest.raises(EmailTaken):
                    await each.register(taken, "New Name")
        await old.add_book(1, 1)
    assert len(set(ids.values())) == 3
    assert len({await shop.add_book(5, 5) for _ in range(4)}) == 4


async def test_races(shop: Shop) -> None:
    async def outcomes(error: type[Exception], calls: Any) -> tuple[int, int]:
        results = await asyncio.gather(*calls, return_exceptions=True)
        well = [each for each in results if not isinstance(each, BaseException)]
        refused = [each for each in results if isinstance(each, error)]
        return len(well), len(refused)

    processes = [shop.again() for _ in range(4)]
    user, isbn = await newcomer(shop), await shop.add_book(50, 7)
    assert await outcomes(OutOfStock, [each.buy(user, isbn, 3) for each in processes]) == (2, 2)
    assert await shop.shelf(isbn) == 1 and len(await shop.orders_of(user)) == 2
    order = (await shop.orders_of(user))[1]["id"]
    assert await outcomes(LookupError, [each.cancel(order) for each in processes]) == (1, 3)
    assert await shop.shelf(isbn) == 4 and len(await shop.orders_of(user)) == 1
    assert await outcomes(EmailTaken, [each.register("race@example.org", "R") for each in processes]) == (1, 3)
