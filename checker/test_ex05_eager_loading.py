"""Checks of lesson 05."""

from collections import defaultdict
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from workbook.bookshop import Book, Order, OrderLine, User

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


# -- users_with_orders --------------------------------------------------------------------------------------------


@pytest.mark.exercise("users_with_orders", misconception="lose users without orders, or orders")
async def test_users_and_their_orders(submission, shop):
    """users_with_orders() returns every user by email with all of their orders, also those who never ordered."""
    await shop.add_users(3, orders_each=2)
    await shop.add_users(1, orders_each=2, lines_each=0)  # an order without lines is one too
    await shop.add_users(2)
    found = await submission.users_with_orders(limit=10)
    expected = await ids_by_email(shop)
    assert [(user.email, sorted(order.id for order in user.orders)) for user in found] == expected


@pytest.mark.exercise("users_with_orders", misconception="apply LIMIT to joined rows")
async def test_the_limit_counts_users(submission, shop):
    """users_with_orders() returns `limit` users, however many orders they have."""
    await shop.add_users(5, orders_each=3)
    found = await submission.users_with_orders(limit=2)
    assert [(user.email, len(user.orders)) for user in found] == [(email, 3) for email in (await shop.emails())[:2]]


@pytest.mark.exercise("users_with_orders", misconception="leave the N+1")
async def test_two_statements_for_any_number_of_users(submission, shop):
    """users_with_orders() sends two statements at most, for 3 users as for 30."""
    for more in (3, 27):
        await shop.add_users(more, orders_each=2)
        with submission.at_most(2):
            await submission.users_with_orders(limit=100)


@pytest.mark.exercise("users_with_orders", misconception="load everything and throw most of it away")
async def test_the_limit_is_the_databases(submission, shop):
    """users_with_orders() leaves the users beyond `limit` in the database, and their orders."""
    await shop.add_users(30, orders_each=2)
    with submission.at_most(2, rows=12):
        await submission.users_with_orders(limit=3)


# -- order_details ------------------------------------------------------------------------------------------------


@pytest.mark.exercise("order_details", misconception="leave a relationship unloaded")
async def test_an_order_with_all_that_belongs_to_it(submission, shop):
    """order_details() returns the order asked for, with its user, its lines and the book of each line."""
    await shop.add_users(3, orders_each=2, lines_each=3)
    order_id = shop.random.choice(await shop.rows(select(Order.id)))
    order = await submission.order_details(order_id=order_id)
    buyer = await shop.value(select(User.email).join(Order).where(Order.id == order_id))
    books = select(Book.title, OrderLine.quantity).join(OrderLine).where(OrderLine.order_id == order_id)
    assert (order.id, order.user.email) == (order_id, buyer)
    assert sorted((line.book.title, line.quantity) for line in order.lines) == sorted(await shop.rows(books))


@pytest.mark.exercise("order_details", misconception="leave the N+1")
async def test_three_statements_for_any_number_of_lines(submission, shop):
    """order_details() sends three statements at most, for an order of 2 lines as for one of 20."""
    for lines in (2, 20):
        user = await shop.add_user(orders_each=1, lines_each=lines)
        order_id = await shop.value(select(Order.id).where(Order.user_id == user.id))
        with submission.at_most(3):
            await submission.order_details(order_id=order_id)


@pytest.mark.exercise("order_details", misconception="join lists into a cartesian product, or load other orders too")
async def test_no_row_twice(submission, shop):
    """order_details() fetches this order's rows only: for 8 lines no more than 20, though the shop has 400 lines."""
    await shop.add_users(50, orders_each=1, lines_each=8)
    order_id = shop.random.choice(await shop.rows(select(Order.id)))
    with submission.at_most(3, rows=20):
        await submission.order_details(order_id=order_id)


@pytest.mark.exercise("order_details", misconception="take an order without lines for one that does not exist")
async def test_an_order_without_lines(submission, shop):
    """order_details() finds an order without lines too, with its user, and with an empty list for its lines."""
    user = shop.random.choice(await shop.add_users(3, orders_each=1))
    empty = Order(user_id=user.id, created_at=NOON)
    await shop.add(empty)
    order = await submission.order_details(order_id=empty.id)
    assert (order.id, order.user.email, order.lines) == (empty.id, user.email, [])


@pytest.mark.exercise("order_details", misconception="return None for an order that does not exist")
async def test_no_such_order(submission, shop):
    """order_details() raises LookupError if there is no such order."""
    await shop.add_users(1, orders_each=1)
    with submission.raises("LookupError"):
        await submission.order_details(order_id=1_000_000 + shop.random.randrange(1000))


# -- orders_page --------------------------------------------------------------------------------------------------


@pytest.mark.exercise("orders_page", misconception="apply LIMIT to joined rows, or begin to count at page 0")
async def test_a_page_is_a_page(submission, shop):
    """orders_page() returns `size` orders a page, newest first, each with all of its lines; the last page the rest."""
    await shop.add_users(4, orders_each=2, lines_each=3)
    newest_first = await shop.rows(select(Order.id).order_by(Order.created_at.desc(), Order.id.desc()))
    pages = [await submission.orders_page(page=number, size=3) for number in (1, 2, 3)]
    assert [[order.id for order in page] for page in pages] == [newest_first[:3], newest_first[3:6], newest_first[6:]]
    assert {len(order.lines) for page in pages for order in page} == {3}


@pytest.mark.exercise("orders_page", misconception="page through an order that is not total")
async def test_orders_of_the_same_moment(submission, shop):
    """orders_page() puts the higher id first where two orders were made at the same moment, so no page repeats one."""
    users, book = await shop.add_users(2), await shop.add_book()
    for user in shop.random.choices(users, k=9):
        line = OrderLine(book_id=book.id, quantity=1, price=book.price)
        await shop.add(Order(user_id=user.id, created_at=NOON, lines=[line]))
    pages = [await submission.orders_page(page=number, size=2) for number in (1, 2, 3, 4, 5)]
    expected = await shop.rows(select(Order.id).order_by(Order.id.desc()))
    assert [order.id for page in pages for order in page] == expected


@pytest.mark.exercise("orders_page", misconception="lose orders without lines to an inner join")
async def test_orders_without_lines_are_on_the_page(submission, shop):
    """orders_page() returns orders without lines too, each in its place, with an empty list for its lines."""
    for user in await shop.add_users(2, orders_each=2):
        day = shop.random.randrange(1, 300)
        await shop.add(Order(user_id=user.id, created_at=NOON + timedelta(days=day)))
    lines = select(Order.id, func.count(OrderLine.id)).outerjoin(Order.lines).group_by(Order.id)
    expected = await shop.rows(lines.order_by(Order.created_at.desc(), Order.id.desc()))
    found = [(order.id, len(order.lines)) for order in await submission.orders_page(page=1, size=10)]
    lost = [f"order {order_id} ({number} lines)" for order_id, number in expected if order_id not in dict(found)]
    assert not lost, f"a page of 10 has room for all orders, but not on it are: {', '.join(lost)}"
    assert found == expected


@pytest.mark.exercise("orders_page", misconception="leave the N+1")
async def test_two_statements_for_any_page(submission, shop):
    """orders_page() sends two statements at most, for a page of 3 orders as for one of 30."""
    await shop.add_users(20, orders_each=2)
    for size in (3, 30):
        with submission.at_most(2):
            await submission.orders_page(page=1, size=size)


@pytest.mark.exercise("orders_page", misconception="load everything and throw most of it away")
async def test_the_other_pages_stay_in_the_database(submission, shop):
    """orders_page() fetches the rows of its page only: for 3 orders of 2 lines no more than 15, of a shop with 60."""
    await shop.add_users(30, orders_each=2, lines_each=2)
    with submission.at_most(2, rows=15):
        await submission.orders_page(page=4, size=3)


# -- totals_by_user -----------------------------------------------------------------------------------------------


@pytest.mark.exercise("totals_by_user", misconception="add up the wrong rows, or return a Decimal")
async def test_what_each_user_spent(submission, shop):
    """totals_by_user() returns quantity times price of all lines of all of a user's orders, by email, each an int."""
    await shop.add_users(3, orders_each=3, lines_each=2)
    await shop.add_users(1, orders_each=1, lines_each=5)
    totals = await submission.totals_by_user()
    assert totals == await spent_by_email(shop)
    others = {email: cents for email, cents in totals.items() if not isinstance(cents, int)}
    assert not others, f"right sums, but not of type int (PostgreSQL makes a Decimal of a sum of sums): {others}"


@pytest.mark.exercise("totals_by_user", misconception="lose users without orders to an inner join")
async def test_who_bought_nothing_spent_nothing(submission, shop):
    """totals_by_user() returns 0 for users without orders, and for one whose order has no lines."""
    await shop.add_users(2, orders_each=1)
    users = await shop.add_users(3)
    await shop.add(Order(user_id=users[0].id, created_at=NOON))
    assert await submission.totals_by_user() == await spent_by_email(shop)


@pytest.mark.exercise("totals_by_user", misconception="load everything and count in Python")
async def test_the_database_adds_up(submission, shop):
    """totals_by_user() sends one statement and fetches one row for each user, of 3 users as of 30."""
    users = 0
    for more in (3, 27):
        users += len(await shop.add_users(more, orders_each=2, lines_each=3))
        with submission.at_most(1, rows=users):
            await submission.totals_by_user()


# -- latest_orders ------------------------------------------------------------------------------------------------


@pytest.mark.exercise("latest_orders", misconception="take the highest id for the newest")
async def test_the_newest_of_each_user(submission, shop):
    """latest_orders() returns each user's newest order by `created_at`, with its user, sorted by email."""
    for user in await shop.add_users(4):
        await shop.add(*[Order(user_id=user.id, created_at=NOON + timedelta(days=day)) for day in unsorted(shop)])
    await shop.add_users(2)
    found = await submission.latest_orders()
    assert [(order.user.email, order.id) for order in found] == await newest_by_email(shop)


@pytest.mark.exercise("latest_orders", misconception="return two orders where both are the newest")
async def test_one_order_of_the_same_moment(submission, shop):
    """latest_orders() returns one order a user, the one with the higher id, where two were made at the same moment."""
    for user in await shop.add_users(3):
        await shop.add(*[Order(user_id=user.id, created_at=NOON + timedelta(days=day)) for day in (0, 1, 1)])
    found = await submission.latest_orders()
    assert [(order.user.email, order.id) for order in found] == await newest_by_email(shop)


@pytest.mark.exercise("latest_orders", misconception="ask once for each user, or load all orders")
async def test_one_statement_that_fetches_the_newest(submission, shop):
    """latest_orders() sends one statement and fetches one row for each user, of 3 users as of 30."""
    users = 0
    for more in (3, 27):
        users += len(await shop.add_users(more, orders_each=3))
        with submission.at_most(1, rows=users):
            await submission.latest_orders()


# -- repair_summary -----------------------------------------------------------------------------------------------


@pytest.mark.exercise("repair_summary", misconception="count an order once for each of its lines")
async def test_the_summary_stays_right(submission, shop):
    """repair_summary() returns the name, the number of orders and the sorted titles of each user, by email."""
    await shop.add_users(3, orders_each=2, lines_each=3)
    await shop.add_users(1, orders_each=3, lines_each=1)
    assert await submission.repair_summary() == await summary_of(shop)


@pytest.mark.exercise("repair_summary", misconception="tell users apart by their names")
async def test_the_summary_of_namesakes(submission, shop):
    """repair_summary() returns a dict for each of two users with the same name, each with their own orders."""
    name = shop.word().title()
    for orders, lines in ((2, 3), (3, 1)):
        await shop.add_user(full_name=name, orders_each=orders, lines_each=lines)
    assert await submission.repair_summary() == await summary_of(shop)


@pytest.mark.exercise("repair_summary", misconception="lose users without orders to an inner join")
async def test_the_summary_of_who_bought_nothing(submission, shop):
    """repair_summary() still has the users without orders: 0 orders and no titles."""
    await shop.add_users(2, orders_each=1)
    await shop.add_users(2)
    assert await submission.repair_summary() == await summary_of(shop)


@pytest.mark.exercise("repair_summary", misconception="leave the N+1")
async def test_four_statements_for_any_number_of_users(submission, shop):
    """repair_summary() sends four statements at most, for 3 users as for 30."""
    for more in (3, 27):
        await shop.add_users(more, orders_each=2)
        with submission.at_most(4):
            await submission.repair_summary()


# -- what the judge reads -----------------------------------------------------------------------------------------


async def ids_by_email(shop) -> list[tuple[str, list[int]]]:
    rows = await shop.rows(select(User.email, Order.id).outerjoin(User.orders).order_by(User.email, Order.id))
    found: defaultdict[str, list[int]] = defaultdict(list)
    for email, order_id in rows:
        found[email] += [] if order_id is None else [order_id]
    return list(found.items())


async def spent_by_email(shop) -> dict[str, int]:
    lines = select(User.email, OrderLine.quantity, OrderLine.price).join(User.orders).join(Order.lines)
    spent = dict.fromkeys(await shop.emails(), 0)
    for email, quantity, price in await shop.rows(lines):
        spent[email] += quantity * price
    return spent


async def newest_by_email(shop) -> list[tuple[str, int]]:
    oldest_first = select(User.email, Order.id).join(User.orders).order_by(Order.created_at, Order.id)
    return sorted(dict(await shop.rows(oldest_first)).items())


async def summary_of(shop) -> list[dict]:
    lines = select(User.email, Book.title).join(User.orders).join(Order.lines).join(OrderLine.book)
    titles = defaultdict(set)
    for email, title in await shop.rows(lines):
        titles[email].add(title)
    names = dict(await shop.rows(select(User.email, User.full_name)))
    return [
        {"name": names[email], "orders": len(orders), "titles": sorted(titles[email])}
        for email, orders in await ids_by_email(shop)
    ]


def unsorted(shop) -> list[int]:
    """Three different days, the newest never last."""
    early, late, newest = sorted(shop.random.sample(range(1, 300), 3))
    return shop.random.choice([[early, newest, late], [newest, early, late], [late, newest, early]])
