"""Checks of lesson 05."""

from collections import defaultdict
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from checker.judge.comparing import first, same, same_values
from workbook.bookshop import Book, Order, OrderLine, User

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


# -- users_with_orders --------------------------------------------------------------------------------------------


@pytest.mark.exercise(
    "users_with_orders",
    misconception="lose users without orders, or orders",
    taught="Two statements, or a wide one",
    hint="Sort the users, take the first ones, and load their orders by an option; an inner join would lose users.",
)
async def test_users_and_their_orders(submission, shop):
    """users_with_orders() returns every user by email with all of their orders, also those who never ordered."""
    await shop.add_users(3, orders_each=2)
    await shop.add_users(1, orders_each=2, lines_each=0)  # an order without lines is one too
    await shop.add_users(2)
    found = await submission.users_with_orders(limit=10)
    same(with_ids(found), await ids_by_email(shop), "user", told_orders)
    names = await shop.rows(select(User.email, User.full_name).order_by(User.email))
    same([(user.email, user.full_name) for user in found], names, "user")
    made = dict(await shop.rows(select(Order.id, Order.created_at)))
    same_values({order.id: order.created_at for user in found for order in user.orders}, made, "order", str, "is of")


@pytest.mark.exercise(
    "users_with_orders",
    misconception="apply LIMIT to joined rows",
    taught="A join multiplies rows",
    hint="A LIMIT on a join counts its rows. Load the orders in a statement of their own.",
)
async def test_the_limit_counts_users(submission, shop):
    """users_with_orders() returns `limit` users, however many orders they have, and nobody for 0."""
    await shop.add_users(5, orders_each=3)
    for limit in (2, 0):
        found = await submission.users_with_orders(limit=limit)
        same(with_ids(found), (await ids_by_email(shop))[:limit], "user", told_orders)


@pytest.mark.exercise(
    "users_with_orders",
    misconception="sort by something other than the email",
    taught="Two statements, or a wide one",
    hint="Sort by the column as it is: what `lower()` makes of it is in another order.",
)
async def test_emails_with_capital_letters(submission, shop):
    """users_with_orders() sorts by the email as it is stored, capital letters and all."""
    word = shop.word()
    for letter in shop.jumbled("aBcD"):
        await shop.add_user(email=f"{word}{letter}@example.org")
    found = await submission.users_with_orders(limit=3)
    same([user.email for user in found], (await shop.emails())[:3], "user")


@pytest.mark.exercise(
    "users_with_orders",
    misconception="leave the N+1",
    taught="One question becomes many",
    hint="Count your statements: one for the users, and one for the orders of all of them.",
)
async def test_two_statements_for_any_number_of_users(submission, shop):
    """users_with_orders() sends two statements at most for 3, 30 or 500 users, and a third for 600."""
    for more, statements in ((3, 2), (27, 2), (470, 2), (100, 3)):
        await shop.add_users(more, orders_each=1, lines_each=0)
        with submission.at_most(statements):
            found = await submission.users_with_orders(limit=600)
        same(with_ids(found), await ids_by_email(shop), "user", told_orders)


@pytest.mark.exercise(
    "users_with_orders",
    misconception="load everything and throw most of it away",
    taught="A join multiplies rows",
    hint="Give the limit to the query: a slice in Python comes when everything has been loaded.",
)
async def test_the_limit_is_the_databases(submission, shop):
    """users_with_orders() leaves the users beyond `limit` in the database, and their orders."""
    await shop.add_users(300, orders_each=2)  # more than fit into a few rows, however they are packed
    with submission.at_most(100, rows=12):  # how many statements that takes is for another check
        found = await submission.users_with_orders(limit=3)
    first(len(found) == 3, f"limit=3, and {len(found)} users came back")


@pytest.mark.exercise(
    "users_with_orders",
    misconception="trust an object that the session holds already",
    taught="Two statements, or a wide one",
    hint="The session does not read again what it holds. Which ways of loading fill in what is missing all the same?",
)
async def test_users_the_session_holds_already(submission, shop):
    """users_with_orders() loads the orders of users that the session holds already, too."""
    await shop.add_users(3, orders_each=2)
    found = await submission.probe("held_already", function="users_with_orders", values={"limit": 10})
    same(with_ids(found), await ids_by_email(shop), "user", told_orders)


# -- order_details ------------------------------------------------------------------------------------------------


@pytest.mark.exercise(
    "order_details",
    misconception="leave a relationship unloaded",
    taught="Two statements, or a wide one",
    hint="Options can be chained: from the order to its lines, and from each line to its book.",
)
async def test_an_order_with_all_that_belongs_to_it(submission, shop):
    """order_details() returns the order asked for, with its user, its lines and the book of each line."""
    users = await shop.add_users(3, orders_each=2, lines_each=3)
    twins = await shop.add_books(2, title=shop.text(), stock=0)  # sold out, and two of one title
    bought = [*twins, twins[0]]  # one of them twice
    lines = [OrderLine(book_id=book.id, quantity=n, price=book.price + 1) for n, book in enumerate(bought, 1)]
    await shop.add(order := Order(user_id=users[0].id, created_at=NOON, lines=lines))
    for order_id in (shop.random.choice(await shop.rows(select(Order.id))), order.id):
        await whole_order(shop, await submission.order_details(order_id=order_id), order_id)


@pytest.mark.exercise(
    "order_details",
    misconception="trust an object that the session holds already",
    taught="Two statements, or a wide one",
    hint="`session.get()` sends nothing for what the session holds, and so loads nothing more. A query does.",
)
async def test_an_order_the_session_holds_already(submission, shop):
    """order_details() loads what belongs to an order that the session holds already, too."""
    await shop.add_users(3, orders_each=1)
    order_id = shop.random.choice(await shop.rows(select(Order.id)))
    order = await submission.probe("held_already", function="order_details", values={"order_id": order_id})
    await whole_order(shop, order, order_id)


@pytest.mark.exercise(
    "order_details",
    misconception="leave the N+1",
    taught="One question becomes many",
    hint="A loop that asks for each book is an N+1: let the option load all books at once.",
)
async def test_three_statements_for_any_number_of_lines(submission, shop):
    """order_details() sends three statements at most, for an order of 2, 20 or 500 lines."""
    for lines in (2, 20, 500):
        user = await shop.add_user(orders_each=1, lines_each=lines)
        order_id = await shop.value(select(Order.id).where(Order.user_id == user.id))
        with submission.at_most(3):
            order = await submission.order_details(order_id=order_id)
        first(len(order.lines) == lines, f"the order has {lines} lines, and came back with {len(order.lines)}")


@pytest.mark.exercise(
    "order_details",
    misconception="join lists into a cartesian product, or load other orders too",
    taught="A join multiplies rows",
    hint="Two lists in one join multiply each other. Ask for this order only, and load lists in statements of their"
    " own.",
)
async def test_no_row_twice(submission, shop):
    """order_details() fetches this order's rows only: for 8 lines no more than 20, though the shop has 400 lines."""
    await shop.add_users(50, orders_each=1, lines_each=8)
    order_id = shop.random.choice(await shop.rows(select(Order.id)))
    with submission.at_most(100, rows=20):
        await submission.order_details(order_id=order_id)


@pytest.mark.exercise(
    "order_details",
    misconception="take an order without lines for one that does not exist",
    taught="Two statements, or a wide one",
    hint="An inner join from order to lines loses the order without lines: load them by an option.",
)
async def test_an_order_without_lines(submission, shop):
    """order_details() finds an order without lines too, with its user, and with an empty list for its lines."""
    user = shop.random.choice(await shop.add_users(3, orders_each=1))
    empty = Order(user_id=user.id, created_at=NOON)
    await shop.add(empty)
    order = await submission.order_details(order_id=empty.id)
    assert order.id == empty.id
    await whole_order(shop, order, empty.id)
    assert order.user.email == user.email


@pytest.mark.exercise(
    "order_details",
    misconception="return None for an order that does not exist",
    taught="Two statements, or a wide one",
    hint="One object or None: raise LookupError for None.",
)
async def test_no_such_order(submission, shop):
    """order_details() raises LookupError if there is no such order."""
    await shop.add_users(1, orders_each=1)
    with submission.raises("LookupError"):
        await submission.order_details(order_id=1_000_000 + shop.random.randrange(1000))


# -- orders_page --------------------------------------------------------------------------------------------------


@pytest.mark.exercise(
    "orders_page",
    misconception="apply LIMIT to joined rows, or count pages from 0",
    taught="A join multiplies rows",
    hint="Page number 1 skips nothing. LIMIT and OFFSET count orders as long as no join multiplies them.",
)
async def test_a_page_is_a_page(submission, shop):
    """orders_page() returns `size` orders a page, newest first, each with all of its lines; the last page the rest."""
    [user, *_] = await shop.add_users(4, orders_each=2, lines_each=3)
    book = await shop.add_book()
    for later in (1, 0):  # two of one day, the newer one first; of one book twice
        twice = [OrderLine(book_id=book.id, quantity=n, price=book.price) for n in (1, 2)]
        await shop.add(Order(user_id=user.id, created_at=NOON + timedelta(seconds=later), lines=twice))
    moments = await shop.rows(select(Order.id, Order.created_at).order_by(Order.created_at.desc(), Order.id.desc()))
    lines = await lines_by_order(shop)
    for number, expected in enumerate((moments[:4], moments[4:8], moments[8:], []), 1):
        page = await submission.orders_page(page=number, size=4)
        found = [(order.id, order.created_at) for order in page]
        same(found, expected, f"order of page {number}", "order {0[0]}, of {0[1]}".format)
        bought = {order.id: [(line.id, line.quantity, line.price) for line in order.lines] for order in page}
        same_values(bought, {order_id: lines[order_id] for order_id, _ in expected}, "order", told_lines)


@pytest.mark.exercise(
    "orders_page",
    misconception="page through an order that is not total",
    taught="A join multiplies rows",
    hint="Where the first criterion leaves a tie, a second one has to decide: the id.",
)
async def test_orders_of_the_same_moment(submission, shop):
    """orders_page() puts the higher id first where two orders were made at the same moment, so no page repeats one."""
    users, book = await shop.add_users(2), await shop.add_book()
    for user in shop.random.choices(users, k=9):
        line = OrderLine(book_id=book.id, quantity=1, price=book.price)
        await shop.add(Order(user_id=user.id, created_at=NOON, lines=[line]))
    pages = [await submission.orders_page(page=number, size=2) for number in (1, 2, 3, 4, 5)]
    expected = await shop.rows(select(Order.id).order_by(Order.id.desc()))
    found = [order.id for page in pages for order in page]
    same(found, expected, "order of five pages, all made at noon,", "order {}".format)


@pytest.mark.exercise(
    "orders_page",
    misconception="lose orders without lines to an inner join",
    taught="A join multiplies rows",
    hint="Do not join to find the page: an order without lines would not be on it.",
)
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
    same(found, expected, "order", "order {0[0]}, {0[1]} lines".format)


@pytest.mark.exercise(
    "orders_page",
    misconception="leave the N+1",
    taught="One question becomes many",
    hint="One statement for the page, one for the lines of all of its orders.",
)
async def test_two_statements_for_any_page(submission, shop):
    """orders_page() sends two statements at most for a page of 3, 30 or 500 orders, and a third for one of 600."""
    [user, *_] = await shop.add_users(20, orders_each=2)
    await shop.add_rows(Order, [{"user_id": user.id, "created_at": NOON}] * 560)
    for size, statements in ((3, 2), (30, 2), (500, 2), (600, 3)):
        with submission.at_most(statements):
            page = await submission.orders_page(page=1, size=size)
        first(len(page) == size, f"a page of {size} orders came back with {len(page)}")


@pytest.mark.exercise(
    "orders_page",
    misconception="load everything and throw most of it away",
    taught="A join multiplies rows",
    hint="LIMIT and OFFSET belong in the query; a slice in Python comes too late.",
)
async def test_the_other_pages_stay_in_the_database(submission, shop):
    """orders_page() fetches the rows of its page only: for 3 orders of 2 lines no more than 15, of a shop with 60."""
    await shop.add_users(30, orders_each=2, lines_each=2)
    with submission.at_most(100, rows=15):
        await submission.orders_page(page=4, size=3)


@pytest.mark.exercise(
    "orders_page",
    misconception="trust an object that the session holds already",
    taught="Two statements, or a wide one",
    hint="The session does not read again what it holds. Which ways of loading fill in what is missing all the same?",
)
async def test_a_page_the_session_holds_already(submission, shop):
    """orders_page() loads the lines of orders that the session holds already, too."""
    await shop.add_users(3, orders_each=1)
    page = await submission.probe("held_already", function="orders_page", values={"page": 1, "size": 3})
    found = {order.id: [(line.id, line.quantity, line.price) for line in order.lines] for order in page}
    same_values(found, await lines_by_order(shop), "order", told_lines)


# -- totals_by_user -----------------------------------------------------------------------------------------------


@pytest.mark.exercise(
    "totals_by_user",
    misconception="add up the wrong rows, or return a Decimal",
    taught="Numbers are not objects",
    hint="Sum quantity times price of the lines, grouped by user, and let the price be that of the line.",
)
async def test_what_each_user_spent(submission, shop):
    """totals_by_user() returns quantity times price of all lines of all of a user's orders, by email, each an int."""
    await shop.add_users(3, orders_each=3, lines_each=2)
    await shop.add_users(1, orders_each=1, lines_each=5)
    await shop.add_users(2, orders_each=1, full_name=shop.text())  # two people of one name
    totals = await submission.totals_by_user()
    same_values(totals, await spent_by_email(shop), "user", value="spent")
    others = {email: cents for email, cents in totals.items() if not isinstance(cents, int)}
    assert not others, f"right sums, but not of type int (PostgreSQL makes a Decimal of a sum of sums): {others}"


@pytest.mark.exercise(
    "totals_by_user",
    misconception="count lines of the same amount once",
    taught="A join multiplies rows",
    hint="`distinct()` takes two equal amounts for one. Join so that no line comes twice: nothing has to be removed.",
)
async def test_lines_of_the_same_amount(submission, shop):
    """totals_by_user() adds up every line, even when two lines of a user come to the same amount, or are alike."""
    [user], books = await shop.add_users(1, orders_each=1), await shop.add_books(2)
    price = shop.random.randrange(100, 1000)
    for quantities in ((2, 4), (2, 2, 2)):  # twice 2 of the one price, and once 4 of half of it
        pairs = zip((*books, books[0]), quantities, strict=False)
        lines = [OrderLine(book_id=book.id, quantity=many, price=4 * price // many) for book, many in pairs]
        await shop.add(Order(user_id=user.id, created_at=NOON, lines=lines))
    same_values(await submission.totals_by_user(), await spent_by_email(shop), "user", value="spent")


@pytest.mark.exercise(
    "totals_by_user",
    misconception="lose users without orders to an inner join",
    taught="Numbers are not objects",
    hint="Keep users without orders with an outer join, and turn NULL into 0.",
)
async def test_who_bought_nothing_spent_nothing(submission, shop):
    """totals_by_user() returns 0 for users without orders, and for one whose order has no lines."""
    await shop.add_users(2, orders_each=1)
    users = await shop.add_users(3)
    await shop.add(Order(user_id=users[0].id, created_at=NOON))
    same_values(await submission.totals_by_user(), await spent_by_email(shop), "user", value="spent")


@pytest.mark.exercise(
    "totals_by_user",
    misconception="load everything and count in Python",
    taught="Numbers are not objects",
    hint="Group by user, so that one row for each comes back.",
)
async def test_the_database_adds_up(submission, shop):
    """totals_by_user() sends one statement and fetches one row for each user, for 3 users and for 30."""
    users = 0
    for more in (3, 27):
        users += len(await shop.add_users(more, orders_each=2, lines_each=3))
        with submission.at_most(1, rows=users):
            totals = await submission.totals_by_user()
        same_values(totals, await spent_by_email(shop), "user", value="spent")


# -- latest_orders ------------------------------------------------------------------------------------------------


@pytest.mark.exercise(
    "latest_orders",
    misconception="take the highest id for the newest",
    taught="Numbers are not objects",
    hint="Rank the orders of each user by their time, or keep those that have no newer one beside them.",
)
async def test_the_newest_of_each_user(submission, shop):
    """latest_orders() returns each user's newest order by `created_at`, with its user, sorted by email."""
    namesakes = await shop.add_users(2, full_name=shop.text())
    for user, whens in zip([*await shop.add_users(3), *namesakes], unsorted(shop), strict=True):
        await shop.add(*[Order(user_id=user.id, created_at=when) for when in whens])
    await shop.add_users(2)
    found = await submission.latest_orders()
    same([(order.user.email, order.id) for order in found], await newest_by_email(shop), "order", told_newest)
    made = dict(await shop.rows(select(Order.id, Order.created_at)))
    told = {order.id: order.created_at for order in found}
    same_values(told, {number: made[number] for number in told}, "order", str, "is of")
    names = dict(await shop.rows(select(User.email, User.full_name).join(User.orders)))
    same_values({order.user.email: order.user.full_name for order in found}, names, "user", value="is named")


@pytest.mark.exercise(
    "latest_orders",
    misconception="return two orders where both are the newest",
    taught="Numbers are not objects",
    hint="Break the tie by the id, or both come back.",
)
async def test_one_order_of_the_same_moment(submission, shop):
    """Of two orders that a user made at the same moment, latest_orders() returns the one with the higher id only."""
    for user in await shop.add_users(3):
        await shop.add(*[Order(user_id=user.id, created_at=NOON + timedelta(days=day)) for day in (0, 1, 1)])
    late = await shop.add_user()  # whose newest is of the moment of an older one of the others
    await shop.add(Order(user_id=late.id, created_at=NOON))
    found = await submission.latest_orders()
    same([(order.user.email, order.id) for order in found], await newest_by_email(shop), "order", told_newest)


@pytest.mark.exercise(
    "latest_orders",
    misconception="ask once for each user, or load all orders",
    taught="One question becomes many",
    hint="Choose the newest in the database, in the same statement that loads the user.",
)
async def test_one_statement_that_fetches_the_newest(submission, shop):
    """latest_orders() sends one statement and fetches one row for each user, for 3 users and for 30."""
    users = 0
    for more in (3, 27):
        users += len(await shop.add_users(more, orders_each=3))
        with submission.at_most(1, rows=users):
            found = await submission.latest_orders()
        same([(order.user.email, order.id) for order in found], await newest_by_email(shop), "order", told_newest)


@pytest.mark.exercise(
    "latest_orders",
    misconception="trust an object that the session holds already",
    taught="Two statements, or a wide one",
    hint="The session does not read again what it holds. Which ways of loading fill in what is missing all the same?",
)
async def test_newest_orders_the_session_holds_already(submission, shop):
    """latest_orders() loads the user of an order that the session holds already, too."""
    await shop.add_users(3, orders_each=2)
    found = await submission.probe("held_already", function="latest_orders", values={})
    same([(order.user.email, order.id) for order in found], await newest_by_email(shop), "order", told_newest)


# -- repair_summary -----------------------------------------------------------------------------------------------


@pytest.mark.exercise(
    "repair_summary",
    misconception="count an order once for each of its lines",
    taught="A join multiplies rows",
    hint="Count orders, not the rows of a join with their lines.",
)
async def test_the_summary_stays_right(submission, shop):
    """repair_summary() returns the name, the number of orders and the sorted titles of each user, by email."""
    await shop.add_users(3, orders_each=2, lines_each=3)
    await shop.add_users(1, orders_each=3, lines_each=1)
    same(await submission.repair_summary(), await summary_of(shop), "dict")


@pytest.mark.exercise(
    "repair_summary",
    misconception="tell books apart by their ids where titles are asked for",
    taught="Numbers are not objects",
    hint="Two editions are two books of one title. What does a set of titles make of them?",
)
async def test_the_summary_of_two_editions(submission, shop):
    """repair_summary() returns a title once, even when a user bought two books of that title; any letter differs."""
    user, word = await shop.add_user(orders_each=1), shop.word()
    title = f"{word.title()}, {word}; {word} | {word}"
    titles = [title, title, title.lower(), f"a{word}", f"B{word}"]
    books = [await shop.add_book(title=each) for each in shop.jumbled(titles)]
    lines = [OrderLine(book_id=book.id, quantity=1, price=1) for book in books]
    await shop.add(Order(user_id=user.id, created_at=NOON, lines=lines))
    same(await submission.repair_summary(), await summary_of(shop), "dict")


@pytest.mark.exercise(
    "repair_summary",
    misconception="tell users apart by their names",
    taught="Numbers are not objects",
    hint="Two users may share a name: keep them apart by id or email.",
)
async def test_the_summary_of_namesakes(submission, shop):
    """repair_summary() returns a dict for each of two users with the same name, each with their own orders."""
    name = shop.word().title()
    for orders, lines in ((2, 3), (3, 1)):
        await shop.add_user(full_name=name, orders_each=orders, lines_each=lines)
    same(await submission.repair_summary(), await summary_of(shop), "dict")


@pytest.mark.exercise(
    "repair_summary",
    misconception="lose users without orders to an inner join",
    taught="A join multiplies rows",
    hint="Start from the users and load the rest by options: nobody is lost.",
)
async def test_the_summary_of_who_bought_nothing(submission, shop):
    """repair_summary() still has the users without orders, and counts an order without lines."""
    await shop.add_users(2, orders_each=1)
    users = await shop.add_users(3)
    await shop.add(Order(user_id=users[0].id, created_at=NOON))
    same(await submission.repair_summary(), await summary_of(shop), "dict")


@pytest.mark.exercise(
    "repair_summary",
    misconception="leave the N+1",
    taught="One question becomes many",
    hint="Load users, orders, lines and books with one chain of options instead of asking inside the loops.",
)
async def test_four_statements_for_any_number_of_users(submission, shop):
    """repair_summary() sends four statements at most, for 3 users with 6 orders or for 250 with 500."""
    for more in (3, 27, 220):
        await shop.add_users(more, orders_each=2)
        with submission.at_most(4):
            summary = await submission.repair_summary()
        same(summary, await summary_of(shop), "dict")


# -- what the judge reads -----------------------------------------------------------------------------------------


def with_ids(users) -> list[tuple[str, list[int]]]:
    return [(user.email, sorted(order.id for order in user.orders)) for user in users]


def told_orders(user: tuple[str, list[int]]) -> str:
    return f"{user[0]} with orders {', '.join(map(str, user[1]))}" if user[1] else f"{user[0]} with no orders"


def told_newest(order: tuple[str, int]) -> str:
    return f"order {order[1]} of {order[0]}"


def told_lines(lines: list[tuple[int, int, int]]) -> str:
    return "these lines: " + (", ".join(f"{line[1]} at {line[2]}" for line in lines) or "none")


async def lines_by_order(shop) -> dict[int, list[tuple[int, int, int]]]:
    found: dict[int, list] = {order_id: [] for order_id in await shop.rows(select(Order.id))}
    lines = select(OrderLine.order_id, OrderLine.id, OrderLine.quantity, OrderLine.price).order_by(OrderLine.id)
    for order_id, *line in await shop.rows(lines):
        found[order_id].append(tuple(line))
    return found


async def whole_order(shop, order, order_id: int) -> None:
    """Say what of an order, its user, its lines and their books is not as it is in the database, or not loaded."""
    of_it = select(Order.id, Order.created_at, User.email, User.full_name).join(Order.user).where(Order.id == order_id)
    came = (order.id, order.created_at, order.user.email, order.user.full_name)
    same([came], await shop.rows(of_it), "order", "order {0[0]} of {0[2]}, made on {0[1]}".format)
    columns = (Book.isbn, Book.title, Book.price, Book.stock, OrderLine.quantity, OrderLine.price)
    lines = select(*columns).join(OrderLine.book).where(OrderLine.order_id == order_id)
    lines = lines.order_by(Book.isbn, OrderLine.quantity)
    books = [(line.book.isbn, line.book.title, line.book.price, line.book.stock) for line in order.lines]
    sold = [(line.quantity, line.price) for line in order.lines]
    found = sorted((*book, *line) for book, line in zip(books, sold, strict=True))
    same(found, await shop.rows(lines), "line", "{0[4]} of isbn {0[0]}, {0[1]!r}, at {0[5]} (today {0[2]})".format)


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
    newest = dict(await shop.rows(oldest_first))
    return [(email, newest[email]) for email in await shop.emails() if email in newest]


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


def unsorted(shop) -> list[list[datetime]]:
    """Five times three moments, the newest never last, and twice of one day with another that comes after it."""
    found = []
    for order in shop.jumbled(("ENL", "NEL", "LNE", "EnL", "nEL")):
        early, late, newest = (NOON + timedelta(days=day) for day in sorted(shop.random.sample(range(1, 300), 3)))
        found.append([{"E": early, "L": late, "N": newest, "n": late + timedelta(seconds=1)}[it] for it in order])
    return found
