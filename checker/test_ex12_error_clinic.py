"""Checks of lesson 12: the errors are produced for real, and what is in the database afterwards decides."""

import asyncio
import contextlib
from datetime import UTC, datetime
from urllib.parse import quote

import pytest
from sqlalchemy import delete, func, select, text
from sqlalchemy.exc import DBAPIError

from checker.judge.comparing import same, same_values
from checker.wall.verdicts import Raised
from workbook.bookshop import Book, Order, OrderLine, User

NAMES = ("postgres", "postgresql", "sqlite")


def tries(submission):
    """How many faults have struck: how often the database has turned the call away."""
    return len(submission.trace.of("fault"))


# -- report ----------------------------------------------------------------------------------------------------------


async def totals(shop, user):
    """What each of a user's orders came to, the oldest first."""
    came_to = func.coalesce(func.sum(OrderLine.quantity * OrderLine.price), 0)
    orders = select(Order.id, came_to).outerjoin(Order.lines).where(Order.user_id == user.id)
    return [total for _, total in await shop.rows(orders.group_by(Order.id).order_by(Order.id))]


@pytest.mark.exercise(
    "report",
    misconception="read in the session, or after it, what the query has not loaded",
    taught="Not here, and not any more",
    hint="Everything that is read must be loaded while the session is open, and loading is asked for in the query.",
)
async def test_what_each_order_came_to(submission, shop):
    """report() returns the user's name and what each of their orders came to; one without lines came to 0."""
    await shop.add_user(orders_each=1)
    user = await shop.add_user(orders_each=shop.random.randint(3, 5), lines_each=3)
    expected = {"full_name": user.full_name, "totals": await totals(shop, user)}
    assert await submission.report(user_id=user.id) == expected
    for _ in range(2):  # two that came to the same, of one moment, which was before the others
        await shop.add(Order(user_id=user.id, created_at=datetime(2025, 12, 31, tzinfo=UTC)))
        expected["totals"].append(0)
        assert await submission.report(user_id=user.id) == expected


@pytest.mark.exercise(
    "report",
    misconception="forget the user without orders, or the one who does not exist",
    taught="Not here, and not any more",
    hint="session.get() gives None where there is no row; a user without orders has an empty list.",
)
async def test_no_orders_and_no_user(submission, shop):
    """A user without orders has no totals; for a user who does not exist LookupError is raised."""
    user = await shop.add_user()
    assert await submission.report(user_id=user.id) == {"full_name": user.full_name, "totals": []}
    nameless = await shop.add_user(full_name="", orders_each=1)
    assert await submission.report(user_id=nameless.id) == {"full_name": "", "totals": await totals(shop, nameless)}
    with submission.raises("LookupError"):
        await submission.report(user_id=nameless.id + shop.random.randint(1, 1000))


@pytest.mark.exercise(
    "report",
    misconception="send a statement for every order",
    taught="Not here, and not any more",
    hint="A loader option can be continued: it loads the lines of all the orders at once.",
)
async def test_three_statements_however_many_orders(submission, shop):
    """report() sends at most three statements, for a few orders and for more than a hundred."""
    for number in (shop.random.randint(5, 9), shop.random.randint(110, 130)):
        user = await shop.add_user(orders_each=number)
        with submission.at_most(3):
            found = await submission.report(user_id=user.id)
        assert sorted(found["totals"]) == sorted(await totals(shop, user)), "what the orders came to, in any order"


# -- dashboard -------------------------------------------------------------------------------------------------------


@pytest.mark.exercise(
    "dashboard",
    misconception="share one session among tasks",
    taught="Not now",
    hint="A session does one thing at a time. Let every query open a session of its own, inside the task that asks.",
)
async def test_how_many_there_are(submission, shop):
    """dashboard() returns how many books, users and orders there are."""
    await shop.add_users(shop.random.randint(2, 5), orders_each=shop.random.randint(2, 4))
    await shop.add_users(2, full_name="Ana")  # who have not ordered anything
    books = [*await shop.add_books(shop.random.randint(20, 30)), *await shop.add_books(2, title=shop.text())]
    await shop.execute(delete(Book).where(Book.id.in_([books[0].id, books[1].id])))  # the highest id is no count
    expected = {"books": await shop.count(Book), "users": await shop.count(User), "orders": await shop.count(Order)}
    assert await submission.dashboard() == expected
    for kind in (OrderLine, Order, User, Book):
        await shop.execute(delete(kind))
    assert await submission.dashboard() == {"books": 0, "users": 0, "orders": 0}


@pytest.mark.exercise(
    "dashboard",
    misconception="ask one after the other",
    taught="Not now",
    hint="Start all three before you await the first of them, and let none share its session with another.",
)
async def test_three_at_once(submission, shop):
    """The three queries of dashboard() are under way at the same time, whichever of them ends first."""
    await shop.add_user(orders_each=2, lines_each=2)
    await shop.add_books(2)
    await submission.dashboard()  # then the connections are there, and the queries come in the order they were begun
    await submission.gate()
    call = asyncio.ensure_future(submission.dashboard())
    seen = {"queries under way": await submission.standing(call, expected=3)}
    seen["connections in use"] = len({event.connection for event in submission.trace.statements()})
    # whoever ends first is not who was asked first; on a busy machine they come to the gate in any order
    tables = ("books", "users", "orders")
    waiting = [next((name for name in tables if name in it.sql), "") for it in submission.trace.statements()[-3:]]
    for name, left in (("orders", 2), ("users", 1)) if len(waiting) == seen["queries under way"] else ():
        await submission.let_one(waiting.index(name) + 1 if name in waiting else left + 1)
        waiting = [each for each in waiting if each != name]
        await submission.standing(call, expected=left)
    await submission.open_gate()
    assert await call == {"books": 4, "users": 1, "orders": 2}
    # those that share a session share its connection, and queue behind it
    assert seen == {"queries under way": 3, "connections in use": 3}, f"three of each were asked for, saw {seen}"


# -- save ------------------------------------------------------------------------------------------------------------


async def prices(shop):
    return dict(await shop.rows(select(Book.isbn, Book.price)))


@pytest.mark.exercise(
    "save",
    misconception="forget an await, and hide that nothing was saved",
    taught="Not like this, and not at all",
    hint="Which of these calls speaks to the database? Each one that does is awaited.",
)
async def test_a_new_price_for_good(submission, shop):
    """Somebody else sees the new price afterwards, and every other book keeps its own."""
    books = await shop.add_books(3, title=shop.text())  # all of one title
    expected = {book.isbn: book.price for book in books}
    for price in (books[1].price + 100, 0, 0, 250):  # 0 is a price, and the same one again is no error
        await submission.save(isbn=books[1].isbn, price=price)
        expected[books[1].isbn] = price
        assert await prices(shop) == expected


@pytest.mark.exercise(
    "save",
    misconception="trip over None, or hide that there is no such book",
    taught="Not like this, and not at all",
    hint="session.scalar() gives None where there is no row: ask for that before anything else.",
)
async def test_no_such_book(submission, shop):
    """save() raises LookupError if there is no book with this ISBN."""
    book = await shop.add_book(isbn=f"{shop.word().upper()}X")
    for unknown in (book.isbn + "0", book.isbn.lower(), f"{book.isbn} ", "%"):  # an ISBN is no pattern
        with submission.raises("LookupError"):
            await submission.save(isbn=unknown, price=100)
    assert await prices(shop) == {book.isbn: book.price}


@pytest.mark.exercise(
    "save",
    misconception="swallow errors, or give them another name",
    taught="Not like this, and not at all",
    hint="Catch only what you can answer. An error that nobody here can cure belongs to the caller.",
)
async def test_other_errors_go_on(submission, shop):
    """What the database refuses, and a COMMIT that fails, goes on to the caller as it is, and nothing has changed."""
    await submission.probe("warm")
    book = await shop.add_book()
    with submission.raises("IntegrityError"):
        await submission.save(isbn=book.isbn, price=None)
    for kind in ("statement", "commit", "disconnect"):
        await submission.fault(kind)
        with submission.raises("DBAPIError"):
            await submission.save(isbn=book.isbn, price=book.price + 1)
    assert await prices(shop) == {book.isbn: book.price}


# -- connect ---------------------------------------------------------------------------------------------------------


@pytest.mark.exercise(
    "connect",
    misconception="leave a name or a parameter in the URL that asyncpg does not know",
    taught="Not like this, and not at all",
    hint="The URL's first word names dialect and driver; what follows the `?` goes to the driver, under that name.",
)
async def test_the_database_is_reached(submission, shop):
    """An engine of connect(url) reaches the database that the URL names, `sslmode` and all."""
    book = await shop.add_book()
    name, options = (
        ("sqlite", [{}]) if shop.url.get_backend_name() == "sqlite" else ("postgres", [{}, {"sslmode": "disable"}])
    )
    for more in options:
        url = shop.url.set(drivername=name).update_query_dict(more).render_as_string(hide_password=False)
        assert await submission.probe("books", url=url) == [book.title]


@pytest.mark.exercise(
    "connect",
    misconception="know one of the names and not the others",
    taught="Not like this, and not at all",
    hint="A URL is no text to be searched and replaced: make_url() takes it apart, and each part can be set.",
)
async def test_every_name_has_its_driver(submission, shop):
    """`postgres://` and `postgresql://` lead to asyncpg, `sqlite://` to aiosqlite."""
    word = shop.word()
    for name in NAMES:
        url = f"sqlite:///{word}-postgresql.db" if name == "sqlite" else f"{name}://{word}@{name}.example.org/{name}"
        told = await submission.probe("told_to_the_driver", url=url)
        assert told["driver"] == ("aiosqlite" if name == "sqlite" else "asyncpg"), f"{url}: {told['driver']}"
        if name != "sqlite":
            seen = {part: told.get(part) for part in ("user", "host", "database")}
            assert seen == {"user": word, "host": f"{name}.example.org", "database": name}, url


@pytest.mark.exercise(
    "connect",
    misconception="lose the value of sslmode, or leave the name",
    taught="Not like this, and not at all",
    hint="Take `sslmode` out of the query and put its value there again under the name that asyncpg reads.",
)
async def test_sslmode_becomes_ssl(submission, shop):
    """What is called `sslmode` in the URL reaches asyncpg as `ssl`; without it, nothing is said about it."""
    for mode in shop.random.sample(["require", "prefer", "verify-full", "disable"], 3):
        told = await submission.probe("told_to_the_driver", url=f"postgres://ana@shop/books?sslmode={mode}")
        assert {name: told.get(name) for name in ("ssl", "sslmode")} == {"ssl": mode, "sslmode": None}
    told = await submission.probe("told_to_the_driver", url="postgresql://ana@shop/books")
    assert "ssl" not in told, "nothing in the URL speaks of ssl"


@pytest.mark.exercise(
    "connect",
    misconception="replace text inside the password, or hide it",
    taught="Not like this, and not at all",
    hint="str(url) writes *** for the password: hand the URL object itself to the engine.",
)
async def test_everything_else_stays(submission, shop):
    """Password, port and the rest of the query stay as they are, whatever characters they hold."""
    password = f"{shop.word()}/postgres://@:%?sslmode=x&{shop.word()} postgresql"
    name, port = f"sslmode={shop.word()}", shop.random.randint(1025, 9999)
    url = f"postgres://ana:{quote(password, safe='')}@shop:{port}/sslmode?passfile={name}&sslmode=require"
    told = await submission.probe("told_to_the_driver", url=url)
    expected = {"user": "ana", "password": password, "host": "shop", "port": port, "database": "sslmode"}
    expected |= {"passfile": name, "ssl": "require"}
    same_values({part: told.get(part) for part in expected}, expected, "part", value="reached the driver as")
    file = f"file:{shop.word()}.db?mode=ro"
    told = await submission.probe("told_to_the_driver", url=f"sqlite:///{file}&uri=true")
    assert {"file": told["args"], "uri": told.get("uri")} == {"file": [file], "uri": True}


@pytest.mark.exercise(
    "connect",
    misconception="connect at once",
    taught="Not like this, and not at all",
    hint="An engine opens its first connection when somebody asks for one.",
)
async def test_nothing_is_connected_yet(submission, shop):
    """connect() opens no connection."""
    url = shop.url.set(drivername=shop.url.get_backend_name()).render_as_string(hide_password=False)
    before = await shop.connections()
    await submission.probe("only_made", url=url)
    assert not submission.trace.of("connect"), "connect() opened a connection before anybody asked for one"
    assert await shop.connections() == before


# -- rename_all ------------------------------------------------------------------------------------------------------


async def addresses(shop):
    return await shop.rows(select(User.email).order_by(User.id))


@pytest.mark.exercise(
    "rename_all",
    misconception="read an attribute after a rollback, in the handler or in the next turn of the loop",
    taught="Not here, and not any more",
    hint="A rollback expires every object of the session. What the handler and the next turn need, keep in names of "
    "your own before you try.",
)
async def test_those_that_are_refused(submission, shop):
    """Those that can be changed are; the old addresses of the others are returned, in the order they were given."""
    users = await shop.add_users(7)
    taken, numbers = users[6].email, [*range(6)]
    refused = {*shop.random.sample(range(1, 4), 2), 5}  # in the middle, and at the end
    while True:
        shop.random.shuffle(numbers)  # until the order is neither that of the database nor the alphabet's
        given = [numbers[place] for place in sorted(refused)]
        named = [users[number].email for number in given]
        if given != sorted(given) and named != sorted(named):
            break
    emails = {users[n].email: taken if place in refused else shop.email() for place, n in enumerate(numbers)}
    expected = [taken if user.email == taken else emails[user.email] for user in users]
    for user, number in zip(users, range(7), strict=True):
        if expected[number] == taken and number != 6:
            expected[number] = user.email
    assert await submission.rename_all(emails=emails) == [old for old, new in emails.items() if new == taken]
    assert await addresses(shop) == expected


@pytest.mark.exercise(
    "rename_all",
    misconception="lose what was changed before the one that is refused",
    taught="Not here, and not any more",
    hint="Each change is a transaction of its own, or a savepoint of its own with a commit at the end.",
)
async def test_nothing_that_was_changed_is_lost(submission, shop):
    """What was changed before and after a refusal is kept, and with nothing refused nothing is returned."""
    users = await shop.add_users(4)
    new = [shop.email() for _ in users]
    emails = {users[0].email: new[0], users[1].email: users[3].email, users[2].email: new[2]}
    await submission.rename_all(emails=emails)
    assert await addresses(shop) == [new[0], users[1].email, new[2], users[3].email]
    assert await submission.rename_all(emails={users[3].email: new[3]}) == []
    assert await addresses(shop) == [new[0], users[1].email, new[2], new[3]]
    # an address that has just been taken, and one that has just been left
    left, newest = new[0], shop.email()
    assert await submission.rename_all(emails={left: newest, users[1].email: newest, new[2]: left}) == [users[1].email]
    assert await addresses(shop) == [newest, users[1].email, left, new[3]]
    large, first = [await shop.add_user(email=email) for email in (newest.upper(), newest.capitalize())]
    other = shop.email()  # an address in other letters is another one
    assert await submission.rename_all(emails={first.email: other}) == []
    assert await addresses(shop) == [newest, users[1].email, left, new[3], large.email, other]
    assert await submission.rename_all(emails={newest: new[0]}) == [newest], f"{new[0]} is taken"
    assert await submission.rename_all(emails={newest: new[1]}) == []
    assert await addresses(shop) == [new[1], users[1].email, left, new[3], large.email, other]


@pytest.mark.exercise(
    "rename_all",
    misconception="take every error for a refused address",
    taught="Not like this, and not at all",
    hint="IntegrityError is one class: any other error goes on by itself when nobody catches it.",
)
async def test_an_error_that_is_no_refusal(submission, shop):
    """An error that is not an IntegrityError, here a full disk and a lost connection, goes on to the caller."""
    await submission.probe("warm")
    users = await shop.add_users(2)
    for kind in ("statement", "disconnect"):
        await submission.fault(kind, verb="UPDATE")
        with submission.raises("DBAPIError"):
            await submission.rename_all(emails={users[0].email: shop.email()})
    assert await addresses(shop) == [user.email for user in users]


# -- transfer --------------------------------------------------------------------------------------------------------


@pytest.mark.exercise(
    "transfer",
    misconception="forget the commit, or one of the two books",
    taught="Not now",
    hint="Both UPDATEs go in one transaction, and it has to be committed.",
)
async def test_copies_change_their_place(submission, shop):
    """transfer() takes copies from one book and adds as many to the other."""
    here, there, other = await shop.add_books(3)
    copies = shop.random.randint(1, here.stock)
    await submission.transfer(source=here.isbn, target=there.isbn, copies=copies)
    await submission.transfer(source=there.isbn, target=other.isbn, copies=there.stock + copies)
    assert await shop.stock() == {
        here.title: here.stock - copies,
        there.title: 0,
        other.title: other.stock + there.stock + copies,
    }


@pytest.mark.exercise(
    "transfer",
    misconception="take copies that are not there, or lose them on the way",
    taught="Not now",
    hint="Whatever is raised inside the transaction's block takes back what was done in it.",
)
async def test_too_few_copies(submission, shop):
    """With too few copies, or an unknown ISBN on either side, OutOfStock is raised and nothing has changed."""
    for number in range(2):  # whichever of them comes first when they are sorted
        books = sorted(await shop.add_books(2), key=lambda book: book.isbn, reverse=bool(number))
        here, there = books
        before = await shop.stock()
        for source, target, copies in (
            (here.isbn, there.isbn, here.stock + 1),
            (here.isbn, "0 no such ISBN", 1),
            (here.isbn, "no such ISBN", 1),
            ("no such ISBN", here.isbn, 1),
        ):
            with submission.raises("OutOfStock"):
                await submission.transfer(source=source, target=target, copies=copies)
            assert await shop.stock() == before, "OutOfStock was raised, and copies were taken or added all the same"


@pytest.mark.exercise(
    "transfer",
    misconception="catch OperationalError, which a deadlock on PostgreSQL is not; or give up too soon",
    taught="Not now",
    hint="Catch the widest class of the database's errors, and let `refused` look at its code.",
)
async def test_turned_away_and_tried_again(submission, shop):
    """A transfer that the database turns away, up to four times in a row, is tried again and made once."""
    await submission.probe("warm")
    here, there = await shop.add_books(2, stock=9)
    for kind in ("statement", "commit"):
        for number in (1, 4):
            before = await shop.stock()
            for nth in range(1, number + 1):
                await submission.fault(kind, reason="refused", nth=nth)
            await submission.probe("transfer", source=here.isbn, target=there.isbn, copies=1)
            assert await shop.stock() == {here.title: before[here.title] - 1, there.title: before[there.title] + 1}


@pytest.mark.exercise(
    "transfer",
    misconception="try for ever, or fall silently out of the loop",
    taught="Not now",
    hint="The last attempt must not catch: its error goes to the caller.",
)
async def test_turned_away_for_good(submission, shop):
    """A transfer that is turned away each time is tried 5 times, and then the database's error is raised."""
    await submission.probe("warm")
    here, there = await shop.add_books(2)
    before = await shop.stock()
    for nth in range(1, 31):
        await submission.fault("statement", reason="refused", nth=nth)
    with submission.raises("DBAPIError"):
        await submission.probe("transfer", source=here.isbn, target=there.isbn, copies=1)
        raise AssertionError(
            f"the transfer was turned away each of the {tries(submission)} times it was tried, and then the call "
            "returned: the database's error was to be raised"
        )
    # "up to 5 times" may be read with the first try or without it
    assert tries(submission) in (5, 6), f"tries: {tries(submission)}; 5 were asked for"
    assert await shop.stock() == before


@pytest.mark.exercise(
    "transfer",
    misconception="try again whatever went wrong",
    taught="Not now",
    hint="Ask `refused(error)` before you try again, and let every other error go on.",
)
async def test_an_error_that_stays(submission, shop):
    """An error that repeating does not cure, here a full disk, goes on to the caller at once."""
    await submission.probe("warm")
    here, there = await shop.add_books(2)
    before = await shop.stock()
    for kind in ("statement", "commit"):
        await submission.fault(kind)
        with submission.raises("DBAPIError"):
            await submission.probe("transfer", source=here.isbn, target=there.isbn, copies=1)
        assert await shop.stock() == before, "the disk was full: the transfer was to be given up, and was made"


def lock(book):
    """A SELECT that takes a book's row, or waits for it."""
    return select(Book.id).where(Book.id == book.id).with_for_update()


async def waiting(shop, number):
    """Look on, for two seconds at most, until so many of the others wait for a lock."""
    ask = text("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'")
    for _ in range(100):
        if await shop.value(ask) >= number:
            return
        await asyncio.sleep(0.02)


@pytest.mark.exercise(
    "transfer",
    points=2,
    misconception="take the rows in the order in which they were named",
    taught="Not now",
    hint="Two that take the same rows in the same order queue; two that take them crosswise wait for each other. "
    "Sorting gives everybody the same order.",
)
@pytest.mark.only("postgresql", reason="SQLite locks the whole file: there is no deadlock of two rows")
async def test_two_transfers_crosswise(submission, shop):
    """Two transfers in opposite directions at the same moment both go through, and the server ends no deadlock."""
    one, two = await shop.add_books(2)
    # whichever of them is the first in somebody's order, and whether who gives comes first or who gets
    for held, first, second in ((one, one, two), (two, two, one), (one, two, one), (two, one, two)):
        async with shop.holding(lock(held)):
            there = asyncio.ensure_future(submission.transfer(source=first.isbn, target=second.isbn, copies=1))
            await waiting(shop, 1)
            back = asyncio.ensure_future(submission.transfer(source=second.isbn, target=first.isbn, copies=1))
            await waiting(shop, 2)
        ended = await asyncio.gather(there, back, return_exceptions=True)
        for problem in ended:
            if isinstance(problem, BaseException):
                raise problem
        failed = [event for event in submission.trace.of("statement") if event.failed]
        assert not failed, "two transfers, there and back, met in a deadlock, and the server had to end one of them"
        # here and not after both: what the first pair lost, the second would lose the other way round
        assert await shop.stock() == {one.title: one.stock, two.title: two.stock}, "there and back, one copy each"


@pytest.mark.exercise(
    "transfer",
    misconception="catch OperationalError, which a deadlock on PostgreSQL is not",
    taught="Not now",
    hint="A deadlock arrives as a plain DBAPIError: catch that, and let `refused` look at its code.",
)
@pytest.mark.only("postgresql", reason="SQLite locks the whole file: there is no deadlock of two rows")
async def test_a_deadlock_with_somebody_else(submission, shop):
    """A transfer that meets a deadlock, with somebody who takes rows in no order, is tried again and made once."""
    one, two = await shop.add_books(2, stock=9)
    made = 0
    for first, second in ((one, two), (two, one)) * 2:  # whichever of them is the first in the transfer's order
        async with shop.holding(lock(first)) as hold:
            call = asyncio.ensure_future(submission.transfer(source=one.isbn, target=two.isbn, copies=1))
            await waiting(shop, 1)
            with contextlib.suppress(
                DBAPIError
            ):  # the server ends whoever looks first, mostly the one who waits longer
                await hold(lock(second))
        await call
        made += 1
        if any(event.failed for event in submission.trace.of("statement")):
            break
    assert await shop.stock() == {one.title: 9 - made, two.title: 9 + made}


# -- nightly ---------------------------------------------------------------------------------------------------------


@pytest.mark.exercise(
    "nightly",
    misconception="hold the connection while something else is slow",
    taught="Not now",
    hint="Take the rows out of the database, leave the session's block, and only then send.",
)
@pytest.mark.deletes
async def test_no_connection_while_a_letter_is_sent(submission, shop):
    """While a letter is sent the pool's only connection is free: the letter needs it."""
    await shop.add_users(shop.random.randint(101, 110), orders_each=1, lines_each=0)
    seen = await submission.probe("letters")  # the first ones cancel their orders meanwhile, and pages would move
    same(sorted(seen["letters"]), [[email, 1] for email in await shop.emails()], "letter")


@pytest.mark.exercise(
    "nightly",
    misconception="send a letter to those who have no orders, or several to those who have many",
    taught="Not now",
    hint="One row for each user who has orders: a join and GROUP BY, as the query had it.",
)
@pytest.mark.deletes
async def test_one_letter_for_each(submission, shop):
    """Each user with orders gets one letter with the number of them, and nightly() returns how many users that were."""
    assert await submission.probe("letters") == {"returned": 0, "letters": []}, "nobody has orders yet"
    expected = []
    word = shop.word()
    for letter, number in zip("aAbBc", shop.random.sample([0, *shop.random.sample(range(1, 6), 4)], 5), strict=True):
        user = await shop.add_user(email=f"{word}{letter}@example.org", orders_each=number, full_name="Ana")
        expected += [[user.email, number]] if number else []
    user = await shop.add_user(orders_each=1, lines_each=0)
    expected.append([user.email, 1])
    seen = await submission.probe("letters")
    assert {"returned": seen["returned"], "letters": sorted(seen["letters"])} == {
        "returned": len(expected),
        "letters": sorted(expected),
    }


# -- stale -----------------------------------------------------------------------------------------------------------


async def delivery(shop, number=3):
    """What arrives, by ISBN, and the stock that is to be seen afterwards."""
    books = await shop.add_books(number)
    copies = {book.isbn: shop.random.randint(1, 9) for book in books}
    return copies, {book.title: book.stock + copies[book.isbn] for book in books}


async def restart(submission, shop, connections=3):
    """End the connections that lie idle in the pool, as the restart of a server does."""
    for pid in await submission.probe("idle", number=connections):
        await shop.value(select(func.pg_terminate_backend(pid)))


@pytest.mark.exercise(
    "stale",
    misconception="forget the commit",
    taught="Not now",
    hint="engine.begin() commits when its block ends without an error.",
)
async def test_a_delivery(submission, shop):
    """stale() adds the copies to the stock of each book, and leaves the others alone."""
    other = await shop.add_book()
    copies, expected = await delivery(shop)
    await submission.stale(copies=copies)
    await submission.stale(copies={})
    assert await shop.stock() == expected | {other.title: other.stock}


@pytest.mark.exercise(
    "stale",
    misconception="meet the first dead connection and give up",
    taught="Not now",
    hint="The error knows whether its connection is lost: connection_invalidated. The pool then throws away all "
    "connections as old as that one, and the next one is new.",
)
async def test_after_a_restart(submission, shop):
    """After a restart, with every connection of the pool dead, the delivery is stored once."""
    stock: dict[str, int] = {}
    for _ in range(2):  # servers are restarted more than once
        copies, expected = await delivery(shop)
        stock |= expected
        await restart(submission, shop)
        await submission.probe("stale", copies=copies)
        assert await shop.stock() == stock


@pytest.mark.exercise(
    "stale",
    misconception="try again more than once",
    taught="Not now",
    hint="Whoever finds the second connection dead as well has met no restart: the database is gone.",
)
async def test_lost_twice(submission, shop):
    """If the new connection is lost as well, that error goes on to the caller, and nothing is stored."""
    await submission.probe("warm")
    copies, _ = await delivery(shop)
    before = await shop.stock()
    for nth in (1, 2, 3):
        await submission.fault("disconnect", nth=nth)
    with submission.raises("DBAPIError"):
        await submission.probe("stale", copies=copies)
    assert tries(submission) == 2, f"tries: {tries(submission)}, and each lost its connection; 2 were asked for"
    assert await shop.stock() == before


@pytest.mark.exercise(
    "stale",
    points=2,
    misconception="do everything again after a COMMIT that got no answer, and store it twice",
    taught="Not now",
    hint="Only the first statement may find the connection dead and begin again; remember that you are past it.",
)
async def test_a_commit_without_an_answer(submission, shop):
    """When the COMMIT gets no answer the error goes on to the caller, and nothing is stored twice."""
    await submission.probe("warm")
    copies, expected = await delivery(shop)
    before = await shop.stock()
    await submission.fault("unanswered")
    with submission.raises("DBAPIError"):
        try:
            await submission.probe("stale", copies=copies)
        finally:
            seen = await shop.stock()
            assert seen in (before, expected), (
                f"the COMMIT was done, and its answer lost; the stock is {seen}, where {expected} was to be stored: "
                "once, as nobody can know whether to do it again"
            )


@pytest.mark.exercise(
    "stale",
    misconception="begin again, or go on, where the connection is lost in the middle",
    taught="Not now",
    hint="It is the first statement that finds out about a restart. What is lost later is "
    "another matter: remember that you are past the first one, and let the error go on.",
)
async def test_lost_in_the_middle(submission, shop):
    """When the connection is lost after the first statement, the error goes on to the caller, and nothing is stored."""
    await submission.probe("warm")
    copies, expected = await delivery(shop)
    before = await shop.stock()
    await submission.fault("disconnect", nth=shop.random.randint(2, 3), verb="UPDATE")
    told = False
    try:
        await submission.probe("stale", copies=copies)
    except Raised as raised:
        told = True
        if "DBAPIError" not in raised.names:
            raise
    lost, seen = bool(tries(submission)), await shop.stock()  # one UPDATE for all books has no middle
    assert (told, seen) == ((True, before) if lost else (False, expected)), (
        f"the connection was {'' if lost else 'not '}lost after the first statement, the caller was "
        f"{'' if told else 'not '}told, and the stock, {before} before, is {seen}"
    )


@pytest.mark.exercise(
    "stale",
    misconception="try again whatever went wrong",
    taught="Not now",
    hint="Begin again only if the error says that its connection is lost.",
)
async def test_an_error_with_the_connection_alive(submission, shop):
    """An error that is not a lost connection goes on to the caller at once, and nothing is stored."""
    await submission.probe("warm")
    copies, _ = await delivery(shop)
    before = await shop.stock()
    for reason in ("full", "refused"):
        await submission.fault("statement", reason=reason)
        with submission.raises("DBAPIError"):
            await submission.probe("stale", copies=copies)
        assert await shop.stock() == before, "the statement failed: the delivery was to be given up, and was stored"
    with submission.raises("TimeoutError"):
        await submission.probe("stale_without_room", copies=copies)


# -- classify --------------------------------------------------------------------------------------------------------


async def classified(submission, ward):
    """What classify() says of the errors of a ward, where that is not the name of the ward."""
    answers = await submission.probe("answers", ward=ward)
    wrong = [f"{what} ({kind}): {answer!r}" for what, kind, answer in answers if answer != ward]
    assert not wrong, f"to be called {ward!r}, and called something else:\n" + "\n".join(wrong)


@pytest.mark.exercise(
    "classify",
    misconception="go by the class: on PostgreSQL a deadlock is a plain DBAPIError",
    taught="Not now",
    hint="Look at error.orig: PostgreSQL's errors have a `sqlstate`, SQLite's a `sqlite_errorname`. A lost connection "
    "is recognised by connection_invalidated.",
)
async def test_what_to_try_again(submission):
    """Locks, deadlocks, serialization failures and lost connections are "retry"."""
    await classified(submission, "retry")


@pytest.mark.exercise(
    "classify",
    misconception="expect every error to be SQLAlchemy's: a refused connection is an OSError",
    taught="Not now",
    hint="Three come from three places: the operating system, the pool, and the server, whose codes have classes. "
    "An exception of asyncpg's own has no `orig`: the code is on the exception itself.",
)
async def test_what_to_come_back_for(submission):
    """A refused connection, an empty pool, a full disk and a statement that took too long are "down"."""
    await classified(submission, "down")


@pytest.mark.exercise(
    "classify",
    misconception="try again what the database will refuse every time",
    taught="Not like this, and not at all",
    hint="An IntegrityError is known by its class; of the others, PostgreSQL's code begins with the number of a class.",
)
async def test_values_that_are_refused(submission):
    """What a constraint, or a column's type, refuses is "data", whatever words it quotes."""
    await classified(submission, "data")


@pytest.mark.exercise(
    "classify",
    misconception="read the message, or try again what only a programmer can mend",
    taught="A method, not a list",
    hint="What you have recognised by nothing else is a bug; OperationalError alone says little, on SQLite a missing "
    "table is one.",
)
async def test_what_has_to_be_mended(submission):
    """MissingGreenlet and its family, mistakes in SQL and URLs, and everything unknown are "bug"."""
    await classified(submission, "bug")
