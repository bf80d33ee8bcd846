"""Checks of lesson 04: what is in the database afterwards decides."""

import asyncio

import pytest
from sqlalchemy import func, select, text, update

from checker.wall.verdicts import Raised
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


def changed(before, after):
    """What is not as it was, told with both values."""
    return [f"{name}: {before[name]} before, {after[name]} now" for name in before if before[name] != after[name]]


# -- unit_of_work ----------------------------------------------------------------------------------------------------


@pytest.mark.exercise("unit_of_work", misconception="forget the commit")
async def test_the_block_is_committed(submission, shop):
    """What the block did is committed when it ends."""
    email = shop.email()
    await submission.probe("work", email=email, ending="ends")
    assert await shop.emails() == [email]


@pytest.mark.exercise("unit_of_work", misconception="commit or swallow what failed")
async def test_a_block_that_raises(submission, shop):
    """When the block raises, nothing is committed, and the caller gets that exception."""
    came_out, *_ = await submission.probe("work", email=shop.email(), ending="raises")
    assert {"committed": await shop.emails(), "came out": came_out} == {"committed": [], "came out": "Stop"}


@pytest.mark.exercise("unit_of_work", misconception="commit a cancelled block")
async def test_a_block_that_is_cancelled(submission, shop):
    """When the block is cancelled, here by a deadline, nothing is committed, and the caller's deadline works."""
    came_out, *_ = await submission.probe("work", email=shop.email(), ending="cancelled")
    assert {"committed": await shop.emails(), "came out": came_out} == {"committed": [], "came out": "TimeoutError"}


@pytest.mark.exercise("unit_of_work", misconception="hide a failed commit")
async def test_a_commit_that_fails(submission, shop):
    """When the COMMIT itself fails, the caller is told."""
    await submission.fault("commit")
    with submission.raises("DBAPIError"):
        await submission.probe("work", email=shop.email(), ending="ends")
    assert await shop.emails() == []


@pytest.mark.exercise("unit_of_work", misconception="leave the session open")
async def test_the_session_is_closed(submission, shop):
    """However the block ends, the session is closed: it holds no objects and no transaction."""
    for ending in ("ends", "raises", "cancelled"):
        _, objects, in_transaction = await submission.probe("work", email=shop.email(), ending=ending)
        assert (objects, in_transaction) == (0, False), (
            f"after a block that {ending.replace('cancelled', 'is cancelled')} the session still holds "
            f"{objects} object(s){' and a transaction' if in_transaction else ''}: it was not closed"
        )


# -- place_order -----------------------------------------------------------------------------------------------------


@pytest.mark.exercise("place_order", misconception="forget the commit or the price")
async def test_an_order_its_lines_and_the_stock(submission, shop):
    """place_order() stores the order, its lines at today's price and the new stock, and returns the order's id."""
    user, books = await shop.add_user(), await shop.add_books(3)
    wanted = {book.isbn: shop.random.randint(1, book.stock) for book in books}
    number = await submission.place_order(user_id=user.id, lines=wanted)
    line = select(Book.isbn, OrderLine.quantity, OrderLine.price).join(OrderLine.book).order_by(Book.id)
    assert await shop.rows(line) == [(book.isbn, wanted[book.isbn], book.price) for book in books]
    assert await shop.rows(select(Order.id, Order.user_id)) == [(number, user.id)]
    assert await shop.stock() == {book.title: book.stock - wanted[book.isbn] for book in books}


@pytest.mark.exercise("place_order", misconception="keep half of an order")
async def test_one_title_is_short(submission, shop):
    """If one title is short, or its ISBN unknown, OutOfStock is raised and nothing at all has changed."""
    user, books = await shop.add_user(), await shop.add_books(3)
    before = await everything(shop)
    shelf = {book.isbn: f"{book.stock} copies" for book in books} | {"no such ISBN": "no such book"}
    for short in shelf:  # the first line, one in the middle, the last
        with submission.raises("OutOfStock"):
            await submission.place_order(user_id=user.id, lines={book.isbn: 1 for book in books} | {short: 11})
            raise AssertionError(f"nothing was raised for 11 copies of {short!r}: the shop has {shelf[short]}")
        kept = changed(before, await everything(shop))
        assert not kept, f"the order was refused, and half of it is in the database: {kept}"


@pytest.mark.exercise("place_order", misconception="call every refusal of the database OutOfStock")
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


@pytest.mark.exercise("place_order", misconception="keep half of an order when the database fails, or hide it")
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


@pytest.mark.exercise("place_order", misconception="leave half an order behind when the customer goes away")
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


@pytest.mark.exercise("place_order", points=2, misconception="read the stock, compute in Python, write it back")
async def test_twenty_orders_at_once(submission, shop):
    """Of twenty orders at the same moment, as many go through as there are copies, and no more."""
    users, book = await shop.add_users(20), await shop.add_book()
    await submission.meet("SELECT", parties=20)
    calls = [submission.place_order(user_id=user.id, lines={book.isbn: 1}) for user in users]
    results = await all_at_once("OutOfStock", *calls)
    sold = await shop.value(select(func.coalesce(func.sum(OrderLine.quantity), 0)))
    seen = {"accepted": 20 - results.count("OutOfStock"), "sold": sold, "stock": (await shop.stock())[book.title]}
    assert seen == {"accepted": book.stock, "sold": book.stock, "stock": 0}, f"there were {book.stock} copies: {seen}"


# -- sell_last_copies ------------------------------------------------------------------------------------------------


def tries(submission):
    """How many tries the database has turned away."""
    return len(submission.trace.of("fault"))


@pytest.mark.exercise("sell_last_copies", misconception="forget the commit")
async def test_one_sale(submission, shop):
    """sell_last_copies() sells one copy of that book and returns how many are left."""
    book, other = await shop.add_books(2)
    assert await submission.sell_last_copies(isbn=book.isbn) == book.stock - 1
    assert await shop.stock() == {book.title: book.stock - 1, other.title: other.stock}


@pytest.mark.exercise("sell_last_copies", misconception="sell what is not there")
async def test_nothing_to_sell(submission, shop):
    """With no copy left, or no such ISBN, OutOfStock is raised and nothing changes."""
    book = await shop.add_book(stock=1)
    await submission.sell_last_copies(isbn=book.isbn)
    for isbn in (book.isbn, "no such ISBN"):
        with submission.raises("OutOfStock"):
            await submission.sell_last_copies(isbn=isbn)
    assert await shop.stock() == {book.title: 0}


@pytest.mark.exercise("sell_last_copies", points=2, misconception="oversell when twenty buyers come at once")
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


@pytest.mark.exercise("sell_last_copies", misconception="trust a lock that other processes do not know")
async def test_the_last_copy_at_two_tills(submission, shop):
    """The last copy is sold once, also when another process sells it at the same moment."""
    book = await shop.add_book(stock=1)
    await submission.meet("SELECT", parties=2, patience=1.0)
    ours = asyncio.ensure_future(all_at_once("OutOfStock", submission.sell_last_copies(isbn=book.isbn)))
    await asyncio.wait([asyncio.ensure_future(submission.met()), ours], return_when=asyncio.FIRST_COMPLETED)
    sell = update(Book).where(Book.isbn == book.isbn, Book.stock > 0).values(stock=Book.stock - 1)
    theirs = await shop.execute(sell)
    await submission.part()
    sold = {"here": (await ours).count(0), "there": theirs}
    assert sum(sold.values()) == 1, f"one copy was sold {sum(sold.values())} times: {sold}"
    assert await shop.stock() == {book.title: 0}


@pytest.mark.exercise("sell_last_copies", misconception="retry without rollback, or not at all")
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


@pytest.mark.exercise("sell_last_copies", misconception="try for ever, or hide that it was in vain")
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


@pytest.mark.exercise("sell_last_copies", misconception="retry whatever went wrong")
async def test_an_error_that_stays(submission, shop):
    """An error that is no refusal is not tried again: the caller is told."""
    book = await shop.add_book()
    for kind in ("commit", "statement"):
        await submission.fault(kind)
        with submission.raises("DBAPIError"):
            await submission.sell_last_copies(isbn=book.isbn)
    assert await shop.stock() == {book.title: book.stock}


# -- register --------------------------------------------------------------------------------------------------------


@pytest.mark.exercise("register", misconception="forget the profile, or never flush")
async def test_user_and_profile(submission, shop):
    """register() adds a user and a profile, and returns the user's id."""
    email, name, bio = shop.email(), shop.word(), shop.word()
    number = await submission.committing.register(email=email, full_name=name, bio=bio)
    found = await shop.rows(select(User.id, User.email, User.full_name, Profile.bio).join(User.profile))
    assert found == [(number, email, name, bio)]


@pytest.mark.exercise("register", misconception="commit in the middle of the caller's work")
async def test_the_caller_commits(submission, shop):
    """register() leaves the commit to the caller: without one, nothing is stored."""
    await submission.register(email=shop.email(), full_name=shop.word(), bio=shop.word())
    assert await shop.emails() == [], "nobody but register() can have committed this"


@pytest.mark.exercise("register", misconception="look for English words in a database's message")
async def test_an_email_that_is_taken(submission, shop):
    """A second user with the same email is EmailTaken, and no profile is added."""
    taken = (await shop.add_user()).email
    with submission.raises("EmailTaken"):
        await submission.committing.register(email=taken, full_name=shop.word(), bio=shop.word())
    assert (await shop.emails(), await shop.count(Profile)) == ([taken], 0)


@pytest.mark.exercise("register", misconception="take every integrity error for a duplicate email")
async def test_another_integrity_error(submission, shop):
    """An integrity error that is not about the email goes on as it is, whatever the user wrote into the fields."""
    name = f"{shop.word()}: my UNIQUE constraint failed: users.email, unique constraint users_email_key"
    await shop.execute(text("CREATE UNIQUE INDEX one_of_each_name ON users (full_name)"))
    with submission.raises("IntegrityError"):  # a profile without a text
        await submission.committing.register(email=shop.email(), full_name=name, bio=None)
    taken = await shop.add_user(full_name=name)
    with submission.raises("IntegrityError"):  # a name that the index above allows once
        await submission.committing.register(email=shop.email(), full_name=name, bio=shop.word())
    assert (await shop.emails(), await shop.count(Profile)) == ([taken.email], 0)


@pytest.mark.exercise("register", misconception="roll back the caller's work, or leave the session unusable")
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
    assert new not in found, "the profile was refused, and yet its user was added to what the caller committed"


@pytest.mark.exercise("register", misconception="look first and trust what they saw")
async def test_two_registrations_at_once(submission, shop):
    """Of two registrations with one email at the same moment, one goes through and the other is EmailTaken."""
    email = shop.email()
    await submission.meet("SELECT", parties=2)
    calls = [submission.committing.register(email=email, full_name=shop.word(), bio=shop.word()) for _ in range(2)]
    results = await all_at_once("EmailTaken", *calls)
    assert (results.count("EmailTaken"), await shop.emails(), await shop.count(Profile)) == (1, [email], 1)


# -- import_users ----------------------------------------------------------------------------------------------------


def users(shop, number):
    """Rows that can be imported."""
    return [{"email": shop.email(), "full_name": shop.word()} for _ in range(number)]


@pytest.mark.exercise("import_users", misconception="lose good rows with a bad one")
async def test_good_rows_stay(submission, shop):
    """Good rows are kept, and the emails of the bad ones come back in their order."""
    there, rows = (await shop.add_user()).email, users(shop, 4)
    nameless = {"email": shop.email(), "full_name": None}
    taken, again = {**rows[0], "email": there}, dict(rows[1])
    bad = await submission.import_users(rows=[rows[0], taken, rows[1], nameless, again, rows[2], rows[3]])
    assert bad == [there, nameless["email"], again["email"]], f"returned as bad: {bad}"
    lost = {row["email"] for row in rows} - set(await shop.emails())
    assert not lost, f"these good rows are not in the database: {sorted(lost)}"
    assert await shop.emails() == sorted([there, *(row["email"] for row in rows)])


@pytest.mark.exercise("import_users", misconception="commit every row")
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


@pytest.mark.exercise("import_users", misconception="take every error for a bad row")
async def test_an_error_that_is_no_bad_row(submission, shop):
    """An error that is not about a row, here a full disk, is raised, and nothing is kept."""
    rows = users(shop, 4)
    rows[2]["email"] = rows[0]["email"]
    await submission.fault("statement", nth=2, verb="INSERT")
    with submission.raises("DBAPIError"):
        await submission.import_users(rows=rows)
    assert await shop.emails() == []


# -- search_books ----------------------------------------------------------------------------------------------------


@pytest.mark.exercise("search_books", misconception="match the whole title, or leave the order to chance")
async def test_titles_that_contain_the_text(submission, shop):
    """search_books() returns the titles that contain the text, at the start, in the middle or at the end, sorted."""
    word, other = shop.word(), shop.word()
    titles = [f"{shop.word()} {word} {other}", f"{word} {shop.word()}", f"{shop.word()} {word}"]
    for title in [*titles, other]:
        await shop.add_book(title=title)
    assert await submission.search_books(text=word) == sorted(titles)


@pytest.mark.exercise("search_books", misconception="search for words, or trim the text")
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


@pytest.mark.exercise("search_books", misconception="load every book and search in Python")
async def test_the_database_searches(submission, shop):
    """The database does the searching: no book leaves it but those that are found."""
    word = shop.word()
    await shop.add_books(20)
    for _ in range(3):
        await shop.add_book(title=f"{shop.word()} {word}")
    with submission.at_most(1, rows=3):
        await submission.search_books(text=word)


@pytest.mark.exercise("search_books", misconception="let % and _ act as wildcards")
async def test_wildcards_stand_for_themselves(submission, shop):
    """`%` and `_` stand for themselves."""
    word = shop.word()
    for title in (f"5% {word}", f"5 per cent {word}", f"a_{word}", f"ab{word}", f"x\\%{word}", f"x\\y{word}"):
        await shop.add_book(title=title)
    assert await submission.search_books(text=f"5% {word}") == [f"5% {word}"]
    assert await submission.search_books(text=f"a_{word}") == [f"a_{word}"]
    assert await submission.search_books(text=f"\\%{word}") == [f"x\\%{word}"]


@pytest.mark.exercise("search_books", misconception="escape with a character and forget that character")
async def test_every_character_stands_for_itself(submission, shop):
    """Quotes, backslashes, slashes and the like stand for themselves."""
    word = shop.word()
    await shop.add_book(title=f"a{word}")
    for character in "'\"\\/|!#^~*?:;":
        book = await shop.add_book(title=f"a{character}{word}")
        found = await submission.search_books(text=f"{character}{word}")
        assert found == [book.title], f"search for {character}{word}: {found}"


@pytest.mark.exercise("search_books", misconception="build SQL from what a user typed")
async def test_no_sql_gets_in(submission, shop):
    """What a user types never becomes SQL."""
    await shop.add_books(3)
    for attack in ("' OR '1'='1", "%' OR 1=1 --", "'; DELETE FROM books; --", "' UNION SELECT email FROM users --"):
        assert await submission.search_books(text=attack) == []
    assert await shop.count(Book) == 3
