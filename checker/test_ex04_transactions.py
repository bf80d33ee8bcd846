"""Checks of lesson 04: what is in the database afterwards decides."""

import asyncio

import pytest
from sqlalchemy import func, select, text, update
from sqlalchemy.exc import IntegrityError

from checker.judge.comparing import committed_by, first, same, same_values
from checker.wall.awkward import ALL_INJECTIONS, INJECTIONS, LONGEST
from checker.wall.verdicts import Raised, Wrong
from workbook.bookshop import Book, Order, OrderLine, Profile, User


async def all_at_once(expected, *calls):
    """What the calls return; the name of the exception for those that raise `expected`."""
    results = await asyncio.gather(*calls, return_exceptions=True)
    for result in results:
        if isinstance(result, BaseException) and not (isinstance(result, Raised) and expected in result.names):
            raise result
    return [expected if isinstance(result, Raised) else result for result in results]


async def everything(shop):
    """All that an order or a registration writes, in numbers."""
    tables = {kind.__tablename__: await shop.count(kind) for kind in (Order, OrderLine, User, Profile)}
    return tables | {f"stock of {title}": stock for title, stock in (await shop.stock()).items()}


async def another_till(submission, call, theirs):
    """Run `theirs`, another process's work, after the first SELECT of `call`, or after the call if it sends none."""
    await submission.meet("SELECT", parties=2, patience=1.0)
    ours = asyncio.ensure_future(call)
    await asyncio.wait([asyncio.ensure_future(submission.met()), ours], return_when=asyncio.FIRST_COMPLETED)
    done = await theirs
    await submission.part()
    return await ours, done


def changed(before, after):
    """What is not as it was, told with both values."""
    return [f"{name}: {before[name]} before, {after[name]} now" for name in before if before[name] != after[name]]


# -- unit_of_work ----------------------------------------------------------------------------------------------------


@pytest.mark.exercise(
    "unit_of_work",
    misconception="forget the commit",
    taught="Three ways to mark the boundary",
    hint="Commit after the `yield`, when the block has ended well.",
)
async def test_the_block_is_committed(submission, shop):
    """What the block did is committed when it ends."""
    email = shop.email()
    await submission.probe("work", email=email, ending="ends")
    assert await shop.emails() == [email]


@pytest.mark.exercise(
    "unit_of_work",
    misconception="commit or swallow what failed",
    taught="Three ways to mark the boundary",
    hint="What the block raises is raised at the `yield`: roll back there, and let it go on.",
)
async def test_a_block_that_raises(submission, shop):
    """When the block raises, nothing is committed, and the caller gets that exception."""
    came_out, *_ = await submission.probe("work", email=shop.email(), ending="raises")
    assert {"committed": await shop.emails(), "came out": came_out} == {"committed": [], "came out": "Stop"}


@pytest.mark.exercise(
    "unit_of_work",
    misconception="commit a cancelled block",
    taught="Three ways to mark the boundary",
    hint="A cancellation is a BaseException and no Exception. A block that closes the session takes care of both.",
)
async def test_a_block_that_is_cancelled(submission, shop):
    """When the block is cancelled, here by a deadline, nothing is committed, and the caller's deadline works."""
    came_out, *_ = await submission.probe("work", email=shop.email(), ending="cancelled")
    assert {"committed": await shop.emails(), "came out": came_out} == {"committed": [], "came out": "TimeoutError"}


@pytest.mark.exercise(
    "unit_of_work",
    misconception="hide a failed commit",
    taught="Three ways to mark the boundary",
    hint="Catch nothing around the commit.",
)
async def test_a_commit_that_fails(submission, shop):
    """When the COMMIT itself fails, the caller is told."""
    await submission.fault("commit")
    with submission.raises("DBAPIError"):
        await submission.probe("work", email=shop.email(), ending="ends")
    assert await shop.emails() == []


@pytest.mark.exercise(
    "unit_of_work",
    misconception="leave the session open",
    taught="Three ways to mark the boundary",
    hint="Let an `async with` block of the factory hold the session, so that every way out closes it.",
)
async def test_the_session_is_closed(submission, shop):
    """However the block ends, the session is closed: it holds no objects and no transaction."""
    for ending in ("ends", "raises", "cancelled"):
        _, objects, in_transaction = await submission.probe("work", email=shop.email(), ending=ending)
        assert (objects, in_transaction) == (0, False), (
            f"after a block that {ending.replace('cancelled', 'is cancelled')} the session still holds "
            f"{objects} object(s){' and a transaction' if in_transaction else ''}: it was not closed"
        )


@pytest.mark.exercise(
    "unit_of_work",
    misconception="share one session among all blocks",
    taught="Three ways to mark the boundary",
    hint="Two customers may be in such a block at the same moment. Where is your session made, and how often?",
)
async def test_two_blocks_at_once(submission, shop):
    """Of two blocks that are open at the same moment, one can fail while the other is committed."""
    kept, lost = shop.email(), shop.email()
    await submission.probe("two_at_once", kept=kept, lost=lost)
    assert {"committed": await shop.emails()} == {"committed": [kept]}, "one block added a user, the other raised"


# -- place_order -----------------------------------------------------------------------------------------------------


@pytest.mark.exercise(
    "place_order",
    misconception="forget the commit or the price",
    taught="From BEGIN to COMMIT",
    hint="One transaction holds the order, its lines and the stock. The line takes the price that the book has now.",
)
async def test_an_order_its_lines_and_the_stock(submission, shop):
    """place_order() stores the order, its lines at today's price and the new stock, and returns the order's id."""
    user, word = (await shop.add_users(2))[1], shop.word()  # not the first: nor is the order's number theirs
    await shop.add(Order(id=shop.random.randint(1_000, 9_000), user_id=user.id))  # an older one, of a higher number
    books = [*await shop.add_books(2), await shop.add_book(price=0, isbn=f"{word}x")]  # one for nothing
    books.append(await shop.add_book(isbn=f"{word}X"))
    wanted = {book.isbn: shop.random.randint(1, book.stock) for book in books}
    wanted[books[1].isbn] = books[1].stock  # the last copy too
    number = await submission.place_order(user_id=user.id, lines=wanted)
    line = select(Book.isbn, OrderLine.quantity, OrderLine.price).join(OrderLine.book).order_by(Book.id)
    bought = [(book.isbn, wanted[book.isbn], book.price) for book in books]
    same(await shop.rows(line), bought, "order line", lambda it: f"{it[1]} of isbn {it[0]} at {it[2]}")
    same(
        await shop.rows(select(Order.id, Order.user_id).where(Order.lines.any())),
        [(number, user.id)],
        "order",
        "order {0[0]} of user {0[1]}".format,
    )
    assert await shop.stock() == {book.title: book.stock - wanted[book.isbn] for book in books}


@pytest.mark.exercise(
    "place_order",
    misconception="remember a price from one order to the next",
    taught="From BEGIN to COMMIT",
    hint="Between two orders somebody may change a price: read it in the transaction that takes the copies.",
)
async def test_the_price_of_the_moment(submission, shop):
    """A line of an order has the price of the moment: when the price has changed, the next order has the new one."""
    user, book = await shop.add_user(), await shop.add_book()
    prices = [book.price, book.price + 50]
    for price in prices:
        await shop.execute(update(Book).values(price=price))
        await submission.place_order(user_id=user.id, lines={book.isbn: 1})
    same(await shop.rows(select(OrderLine.price).order_by(OrderLine.id)), prices, "price")


@pytest.mark.exercise(
    "place_order",
    misconception="keep half of an order",
    taught="From BEGIN to COMMIT",
    hint="Raise inside the transaction, before anything is committed: leaving its block by an exception undoes all "
    "of it.",
)
async def test_one_title_is_short(submission, shop):
    """If one title is short by a single copy, or an ISBN is unknown, OutOfStock is raised and nothing has changed."""
    user, books = await shop.add_user(), await shop.add_books(3)
    sold_out = await shop.add_book(stock=0)
    before = await everything(shop)
    shelf = {book.isbn: book.stock for book in [*books, sold_out]} | {"no such ISBN": 0}
    for short, copies in shelf.items():  # the first line, one in the middle, the last
        wanted = {book.isbn: 1 for book in books} | {short: copies + 1}
        with submission.raises("OutOfStock"):
            await submission.place_order(user_id=user.id, lines=wanted)
            raise AssertionError(f"nothing was raised for {copies + 1} of {short!r}: the shop has {copies}")
        kept = changed(before, await everything(shop))
        assert not kept, f"the order was refused, and half of it is in the database: {kept}"


@pytest.mark.exercise(
    "place_order",
    misconception="call every refusal of the database OutOfStock",
    taught="When the database says no",
    hint="Raise OutOfStock where a copy is missing, and nowhere else; let the database speak for itself.",
)
async def test_no_such_user(submission, shop):
    """If there is no such user, that is raised and not called OutOfStock, and nothing has changed."""
    books = await shop.add_books(2)
    nobody, before, names = shop.random.randint(1_000, 1_000_000), await everything(shop), []
    with submission.raises("Exception"):
        try:
            await submission.place_order(user_id=nobody, lines={book.isbn: 1 for book in books})
        except Raised as raised:
            names = raised.names
            raise
    assert "OutOfStock" not in names, "there are enough copies and no such user: OutOfStock is not what went wrong"
    kept = changed(before, await everything(shop))
    assert not kept, f"no user has this id, and half of the order is in the database: {kept}"


@pytest.mark.exercise(
    "place_order",
    misconception="keep half of an order when the database fails, or hide it",
    taught="From BEGIN to COMMIT",
    hint="One transaction, one commit, and no `except` that hides what went wrong.",
)
async def test_the_database_fails(submission, shop):
    """If a statement or the COMMIT fails, or the connection is lost, that is raised and nothing has changed."""
    user, books = await shop.add_user(), await shop.add_books(3)
    wanted, before = {book.isbn: 1 for book in books}, await everything(shop)
    for what, kind, nth, verb in (
        ("the second INSERT failed", "statement", 2, "INSERT"),
        ("the COMMIT failed", "commit", 1, ""),
        ("the connection was lost at the third statement", "disconnect", 3, ""),
    ):
        await submission.fault(kind, nth=nth, verb=verb)
        with submission.raises("DBAPIError"):
            await submission.place_order(user_id=user.id, lines=wanted)
        kept = changed(before, await everything(shop))
        assert not kept, f"{what}, and half of the order is in the database: {kept}"


@pytest.mark.exercise(
    "place_order",
    misconception="leave half an order behind when the customer goes away",
    taught="From BEGIN to COMMIT",
    hint="One block around everything: what cancels it undoes all of it.",
)
async def test_the_customer_goes_away(submission, shop):
    """If the call is cancelled halfway, the order is in the database as a whole or not at all."""
    user, books = await shop.add_user(), await shop.add_books(3)
    before = await everything(shop)
    whole = {"orders": before["orders"] + 1, "order_lines": before["order_lines"] + 3}
    whole |= {f"stock of {book.title}": book.stock - 1 for book in books}
    await submission.fault("cancel", nth=2, verb="INSERT")
    with submission.raises("CancelledError"):
        await submission.place_order(user_id=user.id, lines={book.isbn: 1 for book in books})
    after = await everything(shop)
    kept = changed(before, after)
    # `async with make_session.begin()` shields the flush and the COMMIT at its end from a cancellation
    assert not kept or after == before | whole, (
        f"the customer had gone, and half of the order is in the database: {kept}"
    )


@pytest.mark.exercise(
    "place_order",
    points=2,
    misconception="read the stock, compute in Python, write it back",
    taught="Two buyers, one copy",
    hint="Let one UPDATE subtract and ask at once whether enough is there; do not compute with what you read earlier.",
)
async def test_twenty_orders_at_once(submission, shop):
    """Of twenty orders at the same moment, as many go through as there are copies, and no more."""
    users, book = await shop.add_users(20), await shop.add_book()
    await submission.meet("SELECT", parties=20)
    calls = [submission.place_order(user_id=user.id, lines={book.isbn: 1}) for user in users]
    results = await all_at_once("OutOfStock", *calls)
    sold = await shop.value(select(func.coalesce(func.sum(OrderLine.quantity), 0)))
    seen = {"accepted": 20 - results.count("OutOfStock"), "sold": sold, "stock": (await shop.stock())[book.title]}
    assert seen == {"accepted": book.stock, "sold": book.stock, "stock": 0}, f"there were {book.stock} copies: {seen}"


@pytest.mark.exercise(
    "place_order",
    misconception="trust a lock that other processes do not know",
    taught="Two buyers, one copy",
    hint="An asyncio.Lock keeps the tasks of one process apart. What do all processes share? Let it decide.",
)
async def test_an_order_while_another_process_sells(submission, shop):
    """The last copy goes to one buyer, even when another process sells it at the same moment."""
    user, book = await shop.add_user(), await shop.add_book(stock=1)
    call = all_at_once("OutOfStock", submission.place_order(user_id=user.id, lines={book.isbn: 1}))
    sell = update(Book).where(Book.isbn == book.isbn, Book.stock > 0).values(stock=Book.stock - 1)
    ours, theirs = await another_till(submission, call, shop.execute(sell))
    sold = {"ordered here": 1 - ours.count("OutOfStock"), "sold there": theirs}
    assert sum(sold.values()) == 1, f"one copy was sold {sum(sold.values())} times: {sold}"
    assert await shop.stock() == {book.title: 0}
    assert await shop.count(Order) == sold["ordered here"]


@pytest.mark.exercise(
    "place_order",
    misconception="lock the books in whatever order the customer names them",
    taught="Locks, versions, and trying again",
    hint="Each holds the row the other wants. If everybody takes the rows in the same order, nobody can.",
)
@pytest.mark.only("postgresql", reason="SQLite has one lock for all: two writers cannot wait for each other")
async def test_two_orders_in_opposite_orders(submission, shop):
    """Two orders for the same books, named in opposite order at the same moment, both go through."""
    users, books = await shop.add_users(2), await shop.add_books(3, stock=9)
    # in opposite order by the number of copies, too
    wanted = [{book.isbn: copies for copies, book in enumerate(those, 1)} for those in (books, books[::-1])]
    await submission.meet("UPDATE", parties=2)
    calls = [submission.place_order(user_id=user.id, lines=it) for user, it in zip(users, wanted, strict=True)]
    try:
        await asyncio.gather(*calls)
    except Raised as raised:
        if "deadlock" not in raised.message:
            raise
        raise AssertionError("each of the two orders waited for a book that the other had locked: a deadlock") from None
    refused = [sent.failed for sent in submission.trace.statements() if sent.failed]
    assert not refused, f"one of the two orders was turned away, and tried again: {refused[0]}"
    assert await shop.stock() == {book.title: 9 - 4 for book in books}


# -- sell_last_copies ------------------------------------------------------------------------------------------------


def tries(submission):
    """How many tries the database has turned away."""
    return len(submission.trace.of("fault"))


@pytest.mark.exercise(
    "sell_last_copies",
    misconception="forget the commit",
    taught="Two buyers, one copy",
    hint="Subtract one with an UPDATE that returns the new stock, and commit.",
)
async def test_one_sale(submission, shop):
    """sell_last_copies() sells one copy of that book and returns how many are left."""
    book, other = await shop.add_books(2)
    assert await submission.sell_last_copies(isbn=book.isbn) == book.stock - 1
    assert await shop.stock() == {book.title: book.stock - 1, other.title: other.stock}


@pytest.mark.exercise(
    "sell_last_copies",
    misconception="sell what is not there",
    taught="Two buyers, one copy",
    hint="An UPDATE whose condition fits no row changes nothing: ask whether a row came back.",
)
async def test_nothing_to_sell(submission, shop):
    """With no copy left, or no such ISBN, OutOfStock is raised and nothing changes."""
    book = await shop.add_book(stock=1)
    other = await shop.add_book(isbn=f"{shop.word().upper()}X")
    await submission.sell_last_copies(isbn=book.isbn)
    for isbn in (book.isbn, other.isbn.lower(), "no such ISBN", "%"):
        with submission.raises("OutOfStock"):
            await submission.sell_last_copies(isbn=isbn)
    assert await shop.stock() == {book.title: 0, other.title: other.stock}


@pytest.mark.exercise(
    "sell_last_copies",
    points=2,
    misconception="oversell when twenty buyers come at once",
    taught="Two buyers, one copy",
    hint="Read, compute, write loses sales. Subtract in the database, in one statement, with the condition in it.",
)
async def test_twenty_buyers_at_once(submission, shop):
    """Of twenty buyers at the same moment each gets another copy, or OutOfStock: none is sold twice, none is lost."""
    book = await shop.add_book()
    await submission.meet("SELECT", parties=20)
    results = await all_at_once("OutOfStock", *[submission.sell_last_copies(isbn=book.isbn) for _ in range(20)])
    left = sorted((result for result in results if result != "OutOfStock"), key=str)
    assert {"copies left, as told": left, "stock": (await shop.stock())[book.title]} == {
        "copies left, as told": list(range(book.stock)),
        "stock": 0,
    }, f"there were {book.stock} copies; the buyers were told {left}, the shelf now says {await shop.stock()}"


@pytest.mark.exercise(
    "sell_last_copies",
    misconception="trust a lock that other processes do not know",
    taught="Two buyers, one copy",
    hint="Another process does not know your locks: only the database can decide.",
)
async def test_the_last_copy_at_two_tills(submission, shop):
    """The last copy is sold once, even when another process sells it at the same moment."""
    book = await shop.add_book(stock=1)
    call = all_at_once("OutOfStock", submission.sell_last_copies(isbn=book.isbn))
    sell = update(Book).where(Book.isbn == book.isbn, Book.stock > 0).values(stock=Book.stock - 1)
    ours, theirs = await another_till(submission, call, shop.execute(sell))
    sold = {"here": ours.count(0), "there": theirs}
    assert sum(sold.values()) == 1, f"one copy was sold {sum(sold.values())} times: {sold}"
    assert await shop.stock() == {book.title: 0}


@pytest.mark.exercise(
    "sell_last_copies",
    misconception="retry without rollback, or not at all",
    taught="Locks, versions, and trying again",
    hint="Try again from the beginning, in a new transaction: the one that was refused is over.",
)
async def test_a_sale_that_was_refused(submission, shop):
    """A sale that the database turns away for now, once or several times in a row, is tried again and made once."""
    often = shop.random.randint(5, 9)
    book = await shop.add_book(stock=often)
    once = [{"kind": "commit"}, {"kind": "statement"}, {"kind": "statement", "verb": "UPDATE"}]
    for sold, (times, fault) in enumerate([*((1, fault) for fault in once), (often, {"kind": "statement"})]):
        for nth in range(1, times + 1):
            await submission.fault(**fault, nth=nth, reason="refused")
        before = tries(submission)
        try:
            await submission.probe("sell", isbn=book.isbn)
        except Raised as raised:
            given_up = tries(submission) - before
            if "OutOfStock" in raised.names:
                raise AssertionError(
                    f"the sale was given up as OutOfStock: {often - sold} copies were there, and the database had "
                    f"turned it away {given_up} time(s)"
                ) from None
            raise
        assert await shop.stock() == {book.title: often - sold - 1}, (
            f"sale {sold + 1}, turned away {times} time(s) before"
        )


@pytest.mark.exercise(
    "sell_last_copies",
    misconception="try for ever, or hide that it was in vain",
    taught="Locks, versions, and trying again",
    hint="Count the tries, and let the error out at the last one.",
)
async def test_a_sale_that_is_always_refused(submission, shop):
    """A sale that the database turns away every time is tried 10 times; then the database's error is raised."""
    book = await shop.add_book()
    for nth in range(1, 31):
        await submission.fault("commit", nth=nth, reason="refused")
    with submission.raises("DBAPIError"):
        returned = await submission.probe("sell", isbn=book.isbn)
        assert tries(submission) < 30, "the sale was turned away 30 times and still tried again: the loop has no limit"
        raise AssertionError(
            f"the sale was turned away each of the {tries(submission)} times it was tried, and then the call returned "
            f"{returned!r}: the database's error was to be raised"
        )
    # "up to 10 times" may be read with the first try or without it
    assert tries(submission) in (10, 11), f"tries: {tries(submission)}; 10 were asked for"
    assert await shop.stock() == {book.title: book.stock}


@pytest.mark.exercise(
    "sell_last_copies",
    misconception="retry whatever went wrong",
    taught="Locks, versions, and trying again",
    hint="Ask of the error whether the database only turned you away for now; raise every other one at once.",
)
async def test_an_error_that_stays(submission, shop):
    """An error that is no refusal is not tried again: the caller is told."""
    book = await shop.add_book()
    for kind in ("commit", "statement"):
        await submission.fault(kind)
        with submission.raises("DBAPIError"):
            await submission.sell_last_copies(isbn=book.isbn)
    assert await shop.stock() == {book.title: book.stock}


@pytest.mark.exercise(
    "sell_last_copies",
    misconception="take a cancellation for a refusal",
    taught="Locks, versions, and trying again",
    hint="Which class does your `except` name? A cancellation is no error of the database, and not even an Exception.",
)
async def test_a_buyer_who_goes_away(submission, shop):
    """If the call is cancelled, the cancellation goes on, and the sale is made once or not at all."""
    book = await shop.add_book()
    await submission.fault("cancel", verb="UPDATE")
    with submission.raises("CancelledError"):
        await submission.probe("sell", isbn=book.isbn)
    left = (await shop.stock())[book.title]
    assert left in (book.stock, book.stock - 1), f"there were {book.stock} copies, one buyer went away, {left} are left"


# -- register --------------------------------------------------------------------------------------------------------


@pytest.mark.exercise(
    "register",
    misconception="forget the profile, or never flush",
    taught="When the database says no",
    hint="Add both objects, flush, and return the id that the flush has brought.",
)
async def test_user_and_profile(submission, shop):
    """register() adds a user and a profile exactly as typed, and returns the user's id; names may repeat."""
    there, name = await shop.add_user(id=shop.random.randint(1_000, 9_000)), ALL_INJECTIONS
    await shop.add_profile(there)
    added = []
    for email in (shop.email(), shop.email()):
        bio = ALL_INJECTIONS + shop.text()
        number = await submission.committing.register(email=email, full_name=name, bio=bio)
        added.append((number, email, name, bio))
    stored = select(User.id, User.email, User.full_name, Profile.bio).join(User.profile).where(User.id != there.id)
    same(await shop.rows(stored.order_by(Profile.id)), added, "user")


@pytest.mark.exercise(
    "register",
    misconception="commit in the middle of the caller's work",
    taught="When the database says no",
    hint="Flush, but do not commit: the session belongs to the caller.",
)
async def test_the_caller_commits(submission, shop):
    """register() leaves the commit to the caller: without one, nothing is stored."""
    await submission.register(email=shop.email(), full_name=shop.word(), bio=shop.word())
    assert await shop.emails() == [], (
        f"the caller committed nothing, and the user is stored: {committed_by(submission)}"
    )


@pytest.mark.exercise(
    "register",
    misconception="look for English words in a database's message",
    taught="When the database says no",
    hint="The text of the error differs by database, and quotes what users wrote. Ask in another way whether the "
    "email is there.",
)
async def test_an_email_that_is_taken(submission, shop):
    """A second user with the same email is EmailTaken, and no profile is added."""
    taken = (await shop.add_user()).email
    with submission.raises("EmailTaken"):
        await submission.committing.register(email=taken, full_name=shop.word(), bio=shop.word())
    assert (await shop.emails(), await shop.count(Profile)) == ([taken], 0)


@pytest.mark.exercise(
    "register",
    misconception="compare emails without regard to capital letters",
    taught="When the database says no",
    hint="The database refuses an email that is there letter for letter. Ask it about exactly that one.",
)
async def test_an_email_in_other_letters(submission, shop):
    """An email that differs from a taken one only in case, or only where LIKE sees no difference, is not taken."""
    word = shop.word()
    there, *others = (f"{word}{letter}@example.org" for letter in "aA_%")
    await shop.add_user(email=there)
    for email in others:
        with submission.raises("IntegrityError"):  # a profile without a text: is it called EmailTaken?
            await refused_register(submission, email=email, full_name=shop.word(), bio=None)
        await submission.committing.register(email=email, full_name=shop.word(), bio=shop.word())
    assert set(await shop.emails()) == {there, *others}, "four emails that differ in one letter were registered"


async def refused_register(submission, **values):
    """A registration that the database refuses, and not for its email: say so where it is called EmailTaken."""
    try:
        await submission.committing.register(**values)
    except Raised as raised:
        if "EmailTaken" not in raised.names:
            raise
        said = next((sent.failed for sent in submission.trace.statements()[::-1] if sent.failed), "")
        raise AssertionError(
            f"register(email={values['email']!r}, bio={values['bio']!r}) raised EmailTaken, and nobody has that email"
            + f".\nThe database had said: {said}" * bool(said)
        ) from None


@pytest.mark.exercise(
    "register",
    misconception="take every integrity error for a duplicate email",
    taught="When the database says no",
    hint="After the refusal, find out whether the email is taken; if it is not, raise the error that came.",
)
async def test_another_integrity_error(submission, shop):
    """An integrity error that is not about the email goes on as it is, whatever the user wrote into the fields."""
    name = f"{shop.word()}: my UNIQUE constraint failed: users.email, unique constraint users_email_key"
    await shop.execute(text("CREATE UNIQUE INDEX one_of_each_name ON users (full_name)"))
    with submission.raises("IntegrityError"):  # a profile without a text
        await refused_register(submission, email=shop.email(), full_name=name, bio=None)
    taken = await shop.add_user(full_name=name)
    with submission.raises("IntegrityError"):  # a name that the index above allows once
        await refused_register(submission, email=shop.email(), full_name=name, bio=shop.word())
    assert (await shop.emails(), await shop.count(Profile)) == ([taken.email], 0)


@pytest.mark.exercise(
    "register",
    misconception="roll back the caller's work, or leave the session unusable",
    taught="When the database says no",
    hint="Put what may fail into a savepoint: only that is undone, and the session goes on.",
)
async def test_the_session_can_go_on(submission, shop):
    """After EmailTaken or an IntegrityError the caller's session works, and what the caller did before is there."""
    taken, new = (await shop.add_user()).email, shop.email()
    for error, email, bio in (("EmailTaken", taken, shop.word()), ("an IntegrityError, for want of a bio", new, None)):
        before, after = shop.email(), shop.email()
        await submission.probe("go_on_after", before=before, email=email, bio=bio, after=after)
        wanted = {"there before": taken, "added before the call": before, f"added after {error}": after}
        found = await shop.emails()
        missing = [f"{email} ({what})" for what, email in wanted.items() if email not in found]
        assert not missing, f"the caller committed, and these users are missing: {missing}"
        name = await shop.value(select(User.full_name).where(User.email == before))
        assert name == after, (
            f"the caller renamed {before} after {error} and committed: the name is {name!r}, no {after!r}"
        )
    assert new not in found, "the profile was refused, and yet its user was added to what the caller committed"


@pytest.mark.exercise(
    "register",
    misconception="look first and trust what they saw",
    taught="When the database says no",
    hint="Insert first and ask afterwards: looking first does not help against somebody who looks at the same time.",
)
async def test_two_registrations_at_once(submission, shop):
    """Of two registrations with one email at the same moment, one goes through and the other is EmailTaken."""
    email = shop.email()
    await submission.meet("SELECT", parties=2)
    calls = [submission.committing.register(email=email, full_name=shop.word(), bio=shop.word()) for _ in range(2)]
    results = await all_at_once("EmailTaken", *calls)
    assert (results.count("EmailTaken"), await shop.emails(), await shop.count(Profile)) == (1, [email], 1)


@pytest.mark.exercise(
    "register",
    misconception="look first and trust what they saw",
    taught="When the database says no",
    hint="Between your look and your INSERT another process can be faster. What does the database say then?",
)
async def test_somebody_registers_elsewhere(submission, shop):
    """If another process registers the email between two statements, that is EmailTaken too."""
    email = shop.email()
    call = all_at_once(
        "EmailTaken", submission.committing.register(email=email, full_name=shop.word(), bio=shop.word())
    )
    theirs = all_at_once_there(shop, User(email=email, full_name=shop.word()))
    ours, there = await another_till(submission, call, theirs)
    seen = {"registered here": 1 - ours.count("EmailTaken"), "registered there": there}
    assert sum(seen.values()) == 1, f"one email was registered {sum(seen.values())} times: {seen}"
    assert await shop.emails() == [email]


async def all_at_once_there(shop, user):
    """1 if this user could be added, 0 if the database refused."""
    try:
        await shop.add(user)
    except IntegrityError:
        return 0
    return 1


# -- import_users ----------------------------------------------------------------------------------------------------


def users(shop, number):
    """Rows that can be imported."""
    return [{"email": shop.email(), "full_name": f" {shop.text()} "} for _ in range(number)]


@pytest.mark.exercise(
    "import_users",
    misconception="lose good rows with a bad one",
    taught="When the database says no",
    hint="A savepoint for each row: what fails is undone alone, and its email goes on the list.",
)
async def test_good_rows_stay(submission, shop):
    """Good rows are kept; the emails of bad rows come back in the order of the rows, one for each bad row."""
    rows = users(shop, 5)
    there = (await shop.add_user(email=f"m{shop.email()}")).email
    rows[1]["email"] = f"z{rows[1]['email']}"  # so that the bad ones are in no order
    rows[2]["full_name"] = rows[0]["full_name"]  # two people can have one name
    rows[3]["email"] = rows[0]["email"].swapcase()  # no two letters are the same
    nameless = {"email": f"a{shop.email()}", "full_name": None}
    taken, again = {**rows[0], "email": there}, dict(rows[1])
    given = [rows[0], taken, rows[1], nameless, again, *rows[2:], dict(taken)]
    bad = await submission.import_users(rows=given)
    first(isinstance(bad, list), f"a list of emails was expected, what came back is {bad!r}")
    lost = {row["email"] for row in rows} - set(await shop.emails())
    assert not lost, f"these good rows are not in the database: {sorted(lost)}"
    assert set(await shop.emails()) == {there, *(row["email"] for row in rows)}
    names = dict(await shop.rows(select(User.email, User.full_name).where(User.email != there)))
    same_values(names, {row["email"]: row["full_name"] for row in rows}, "user", value="is named")
    same(bad, [there, nameless["email"], again["email"], there], "bad row's email", error=Wrong)


@pytest.mark.exercise(
    "import_users",
    misconception="commit every row",
    taught="When the database says no",
    hint="Release a savepoint for each row, and commit once, at the end.",
)
async def test_one_commit(submission, shop):
    """There is one COMMIT, at the end: if it fails, nothing is kept, and the caller is told."""
    rows = users(shop, 3)
    await submission.fault("commit")
    with submission.raises("DBAPIError"):
        await submission.import_users(rows=rows)
    assert await shop.emails() == [], "the only COMMIT failed, and yet something was kept"
    assert await submission.import_users(rows=rows) == []
    commits = len(submission.trace.of("commit"))
    assert commits == 2, f"two imports want two COMMITs in all, saw {commits}"


@pytest.mark.exercise(
    "import_users",
    misconception="take every error for a bad row",
    taught="When the database says no",
    hint="Only an IntegrityError means a bad row. After any other, roll back and raise.",
)
async def test_an_error_that_is_no_bad_row(submission, shop):
    """After another error, here a full disk, nothing is kept, even if the caller commits; the error is raised."""
    rows = users(shop, 4)
    rows[2]["email"] = rows[0]["email"]
    await submission.fault("statement", nth=2, verb="INSERT")
    with submission.raises("DBAPIError"):
        await submission.probe("import_and_commit", rows=rows)
    assert await shop.emails() == [], "the disk was full; then the caller committed, and half of the rows are stored"
    if shop.url.get_backend_name() == "postgresql":  # which refuses what is too long, and by no IntegrityError
        rows[3]["email"] = "x" * (LONGEST + 1)
        with submission.raises("DBAPIError"):
            await submission.probe("import_and_commit", rows=rows)
        assert await shop.emails() == [], f"one email was of {LONGEST + 1} characters: that is no IntegrityError"
    else:  # whose driver cannot write it, and says so in Python's words
        rows[3]["email"] = "\ud800"
        with submission.raises("UnicodeEncodeError"):
            await submission.probe("import_and_commit", rows=rows)
        assert await shop.emails() == [], "an email could not be encoded; the caller committed, and half is stored"


@pytest.mark.exercise(
    "import_users",
    misconception="take a cancellation for a bad row",
    taught="From BEGIN to COMMIT",
    hint="What does `except BaseException` catch that `except IntegrityError` lets pass?",
)
async def test_an_import_that_is_cancelled(submission, shop):
    """If the import is cancelled, the cancellation goes on to the caller, and nothing is kept."""
    await submission.fault("cancel", verb="INSERT")
    with submission.raises("CancelledError"):
        await submission.import_users(rows=users(shop, 4))
    assert await shop.emails() == []


# -- search_books ----------------------------------------------------------------------------------------------------


@pytest.mark.exercise(
    "search_books",
    misconception="match the whole title, or leave the order to chance",
    taught="What a user types is not SQL",
    hint='There is an operator for "contains", and the order belongs in the query.',
)
async def test_titles_that_contain_the_text(submission, shop):
    """search_books() returns the titles that contain the text, at the start, in the middle or at the end, sorted."""
    word, other = shop.word(), shop.word()
    titles = [f"{shop.word()} {word} {other}", f"{word} {shop.word()}", f"{shop.word()} {word}"]
    for title in [other, *shop.jumbled(titles)]:
        await shop.add_book(title=title)
    same(await submission.search_books(text=word), sorted(titles), "title")


@pytest.mark.exercise(
    "search_books",
    misconception="leave out books that are sold out, that share a title, or that come after the first few",
    taught="What a user types is not SQL",
    hint="Only the text decides which books are found: not their number, their stock or other books of that title.",
)
async def test_every_book_that_contains_it(submission, shop):
    """search_books() returns a title for every book it finds: a sold-out one, two with one title, 1,100 of them."""
    word = shop.word()
    titles = shop.jumbled([f"{shop.word()} {word}" for _ in range(1_100)])
    titles.insert(20, titles[3])
    rows = [{"isbn": f"0{n:05}", "title": title, "price": 100, "stock": n % 3} for n, title in enumerate(titles)]
    await shop.add_rows(Book, rows)
    same(await submission.search_books(text=word), sorted(titles), "title")


@pytest.mark.exercise(
    "search_books",
    misconception="return nothing for an empty text",
    taught="What a user types is not SQL",
    hint="Does every title contain the empty text? Ask Python: `'' in 'Kindred'`.",
)
async def test_the_empty_text(submission, shop):
    """search_books() returns all titles for the empty text, which every title contains."""
    titles = [f"{shop.word()} {n}" for n in range(4)]
    for title in shop.jumbled(titles):
        await shop.add_book(title=title)
    same(await submission.search_books(text=""), sorted(titles), "title")


@pytest.mark.exercise(
    "search_books",
    misconception="search for words, or trim the text",
    taught="What a user types is not SQL",
    hint="Neither strip nor split what was typed.",
)
async def test_the_text_stays_as_it_is(submission, shop):
    """The text is searched as it stands: its words in their order, and a space at its start or end counts too."""
    one, two = shop.word(), shop.word()
    titles = {f"{one} {two}", f"{two} {one}", f"{one}{two}", f"{two}{one}", f"{one}  {two}"}
    for title in sorted(titles):
        await shop.add_book(title=title)
    for typed in (f"{one} {two}", f"{one} ", f" {one}", f"{one}  {two}"):
        found = set(await submission.search_books(text=typed))
        wanted = {title for title in titles if typed in title}
        assert found == wanted, (
            f"search for {typed!r}: missed {wanted - found or 'none'}, too many {found - wanted or 'none'}"
        )


@pytest.mark.exercise(
    "search_books",
    misconception="load every book and search in Python",
    taught="What a user types is not SQL",
    hint="Put the condition into the query, so that only the titles found come back.",
)
async def test_the_database_searches(submission, shop):
    """The database does the searching: no book leaves it but those that are found."""
    word = shop.word()
    await shop.add_books(20)
    for _ in range(3):
        await shop.add_book(title=f"{shop.word()} {word}")
    with submission.at_most(1, rows=3):
        await submission.search_books(text=word)


@pytest.mark.exercise(
    "search_books",
    misconception="let % and _ act as wildcards",
    taught="What a user types is not SQL",
    hint="The operator has an option that makes wildcards plain letters.",
)
async def test_wildcards_stand_for_themselves(submission, shop):
    """`%` and `_` stand for themselves."""
    word = shop.word()
    for title in (f"5% {word}", f"5 per cent {word}", f"a_{word}", f"ab{word}", f"x\\%{word}", f"x\\y{word}"):
        await shop.add_book(title=title)
    assert await submission.search_books(text=f"5% {word}") == [f"5% {word}"]
    assert await submission.search_books(text=f"a_{word}") == [f"a_{word}"]
    assert await submission.search_books(text=f"\\%{word}") == [f"x\\%{word}"]


@pytest.mark.exercise(
    "search_books",
    misconception="escape with a character and forget that character",
    taught="What a user types is not SQL",
    hint="If you escape by hand, the character that escapes must be escaped too; the option does it for you.",
)
async def test_every_character_stands_for_itself(submission, shop):
    """Quotes, backslashes, slashes and the like stand for themselves."""
    word = shop.word()
    await shop.add_book(title=f"a{word}")
    for character in "'\"\\/|!#^~*?:;":
        book = await shop.add_book(title=f"a{character}{word}")
        found = await submission.search_books(text=f"{character}{word}")
        assert found == [book.title], f"search for {character}{word}: {found}"


@pytest.mark.exercise(
    "search_books",
    misconception="build SQL from what a user typed",
    taught="What a user types is not SQL",
    hint="Give the text as a value, never as a part of the statement.",
)
async def test_no_sql_gets_in(submission, shop):
    """What a user types never becomes SQL."""
    await shop.add_books(3)
    await shop.add_user()
    for attack in (*INJECTIONS, "'; DELETE FROM books; --"):
        found = await submission.search_books(text=attack)
        assert found == [], f"no title contains {attack!r}, and yet search_books() found {found}"
    assert await shop.count(Book) == 3
