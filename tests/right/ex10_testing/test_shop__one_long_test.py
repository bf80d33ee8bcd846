"""One test that asks for everything, with a model beside it."""


import asyncio


async def test_everything(shop):
    with pytest.raises(LookupError):
        await shop.cancel(7)
    isbn, other = await shop.add_book(1000, 7), await shop.add_book(2000, 1)
    ana, ben = await asyncio.gather(shop.register("ana@x.org", "Ana"), shop.register("ben@x.org", "Ben"))
    for email in ("ana@x.org", "ben@x.org"):
        with pytest.raises(EmailTaken):
            await shop.register(email, "again")
    stock, orders = {isbn: 7, other: 1}, {ana: [], ben: []}

    async def look():
        for seen in (shop, shop.again()):
            for each in (isbn, other):
                assert await seen.shelf(each) == stock[each]
            for user in (ana, ben):
                found = [(order["id"], order["price"], order["copies"]) for order in await seen.orders_of(user)]
                assert found == orders[user]

    async def sold(user, which, copies, price):
        number = await shop.buy(user, which, copies)
        stock[which] -= copies
        orders[user].insert(0, (number, price, copies))
        await look()
        return number

    first = await sold(ana, isbn, 2, 1000)
    await shop.again().set_price(isbn, 1100)
    await sold(ana, isbn, 3, 1100)
    await sold(ben, other, 1, 2000)
    for user, which, copies in ((ana, isbn, 3), (ben, other, 1), (ben, other, 2)):
        with pytest.raises(OutOfStock):
            await shop.buy(user, which, copies)
        await look()
    for copies in (0, -1, -5):
        with pytest.raises(ValueError):
            await shop.buy(ana, isbn, copies)
        await look()
    await shop.cancel(first)
    orders[ana].pop()
    stock[isbn] += 2
    await look()
    with pytest.raises(LookupError):
        await shop.cancel(first)
    await look()
    await sold(ana, isbn, 4, 1100)
