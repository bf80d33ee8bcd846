"""Every number of copies up to the shelf's, and one test for each."""


async def some(shop, copies):
    return await shop.register("who@x.org", "Who"), await shop.add_book(price=10, copies=copies)


async def test_all_numbers(shop):
    user = await shop.register("who@x.org", "Who")
    for stock in (1, 2, 5):
        for copies in range(-2, stock + 3):
            isbn = await shop.add_book(10, stock)
            before = await shop.orders_of(user)
            try:
                await shop.buy(user, isbn, copies)
            except (OutOfStock, ValueError) as error:
                assert not 1 <= copies <= stock
                assert isinstance(error, ValueError) == (copies < 1)
                assert (await shop.orders_of(user), await shop.shelf(isbn)) == (before, stock)
            else:
                assert 1 <= copies <= stock
                assert await shop.again().shelf(isbn) == stock - copies
                assert len(await shop.again().orders_of(user)) == len(before) + 1


async def test_emails(shop):
    ids = [await shop.register(f"{name}@x.org", name) for name in "abc"]
    for name in "abc":
        with pytest.raises(EmailTaken):
            await shop.register(f"{name}@x.org", "other")
    assert len({*ids, await shop.register("d@x.org", "d")}) == 4


async def test_cancel_and_cancel(shop):
    user, isbn = await some(shop, 6)
    orders = [await shop.buy(user, isbn, copies) for copies in (1, 2, 3)]
    for number, order in enumerate(orders):
        await shop.cancel(order)
        with suppress(LookupError):
            await shop.cancel(order)
        assert await shop.shelf(isbn) == sum((1, 2, 3)[: number + 1])
        assert [each["id"] for each in await shop.orders_of(user)] == orders[number + 1 :][::-1]


async def test_nothing_to_cancel(shop):
    with pytest.raises(LookupError):
        await shop.cancel(12)


async def test_prices(shop):
    user, isbn = await some(shop, 3)
    other = await shop.add_book(price=5, copies=2)
    for process, price in ((shop, 10), (shop.again(), 20), (shop.again(), 30)):
        await process.set_price(isbn, price)
        await shop.buy(user, isbn)
    await shop.buy(user, other)
    assert [order["price"] for order in await shop.orders_of(user)] == [5, 30, 20, 10]


async def test_strangers(shop):
    user, isbn = await some(shop, 3)
    others = [await shop.register(f"{number}@x.org", "x") for number in range(3)]
    await shop.buy(user, isbn)
    assert [await shop.orders_of(other) for other in others] == [[], [], []]
