"""Classes, a helper, and no pytest."""


async def start(shop, copies=5):
    return await shop.register("a@b.org", "A"), await shop.add_book(price=500, copies=copies)


async def raised(kind, call):
    try:
        await call
    except kind:
        return True
    return False


class TestSelling:
    async def test_shelf(self, shop):
        user, isbn = await start(shop)
        for bought, left in ((2, 3), (3, 0)):
            await shop.buy(user, isbn, copies=bought)
            assert await shop.shelf(isbn) == await shop.again().shelf(isbn) == left

    async def test_refusals(self, shop):
        user, isbn = await start(shop)
        for copies, kind in ((6, OutOfStock), (600, OutOfStock), (0, ValueError), (-1, ValueError)):
            assert await raised(kind, shop.buy(user, isbn, copies)), copies
            assert await shop.orders_of(user) == []
        assert await shop.shelf(isbn) == 5


class TestOrders:
    async def test_list(self, shop):
        ana, isbn = await start(shop)
        ben = await shop.register("b@b.org", "B")
        other = await shop.add_book(price=300, copies=1)
        orders = [await shop.buy(user, isbn) for user in (ana, ben, ana)]
        await shop.again().set_price(isbn, 700)
        seen = [(order["id"], order["price"], order["isbn"]) for order in await shop.again().orders_of(ana)]
        assert seen == [(orders[2], 500, isbn), (orders[0], 500, isbn)]
        for which in (isbn, other):
            await shop.buy(ben, which)
        assert [order["price"] for order in await shop.orders_of(ben)] == [300, 700, 500]

    async def test_cancel(self, shop):
        assert await raised(LookupError, shop.cancel(1))
        user, isbn = await start(shop)
        order, kept = await shop.buy(user, isbn, 2), await shop.buy(user, isbn, 1)
        await shop.cancel(order)
        assert await raised(LookupError, shop.cancel(order))
        assert (await shop.shelf(isbn), [each["id"] for each in await shop.orders_of(user)]) == (4, [kept])


class TestCustomers:
    async def test_email(self, shop):
        user, _ = await start(shop)
        assert await raised(EmailTaken, shop.register("a@b.org", "B"))
        assert await shop.register("b@b.org", "B") != user
