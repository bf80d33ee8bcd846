"""Checks of lesson 02."""

import re
from itertools import pairwise

import pytest
from sqlalchemy import select, update

from checker.judge.comparing import committed_by, same
from checker.wall.awkward import ALL_INJECTIONS, INJECTIONS, LONGEST
from checker.wall.wire import Loaded
from workbook.bookshop import Book, User
from workbook.events import listing


async def told(submission) -> str:
    """What the database was told, in order, and what was never awaited: for the message of a lost write."""
    events = submission.trace.of("statement", "commit", "rollback")
    words = [event.sql.split()[0] if event.kind == "statement" else event.kind.upper() for event in events]
    sent = f"what the database was told, in order: {', '.join(words) or 'nothing'}"
    return "\n".join([sent, *await submission.leftovers()])


# -- make_session_factory -----------------------------------------------------------------------------------------


@pytest.mark.exercise(
    "make_session_factory",
    misconception="make sessions that cannot be awaited",
    taught="Three things with three lives",
    hint="The factory has an asyncio twin, and that makes sessions whose methods are awaited.",
)
async def test_the_factory_makes_async_sessions(submission):
    """What the factory makes is an AsyncSession."""
    assert await submission.probe("session_type") == "AsyncSession"


@pytest.mark.exercise(
    "make_session_factory",
    misconception="leave objects unreadable after commit",
    taught="What a commit leaves behind",
    hint="By default a commit expires every object. The factory has an option against it.",
)
async def test_a_user_can_be_read_after_commit(submission, shop):
    """A user stored through a session of the factory can still be read after the commit."""
    email = shop.email()
    expired = await submission.probe("expired_by_commit", email=email, full_name=shop.word())
    assert not expired, f"the commit expired {', '.join(expired)}: reading one would be a MissingGreenlet"
    assert await shop.emails() == [email]


@pytest.mark.exercise(
    "make_session_factory",
    misconception="share one session among all",
    taught="Three things with three lives",
    hint="Return the factory itself, not a session that it made.",
)
async def test_every_call_makes_a_session_of_its_own(submission, shop):
    """Every call of the factory makes a new session."""
    calls = shop.random.randrange(3, 7)
    made = await submission.probe("sessions_made", calls=calls)
    assert made == calls, f"{calls} calls of the factory made {made} session(s)"


@pytest.mark.exercise(
    "make_session_factory",
    misconception="make one factory for all engines",
    taught="Three things with three lives",
    hint="A test may have an engine of its own. What does your function remember from its first call?",
)
async def test_every_engine_has_a_factory_of_its_own(submission):
    """Called with a second engine, make_session_factory() makes a factory of sessions on that engine."""
    right = await submission.probe("engines_of_two_factories")
    assert right == [True, True], "two engines, two factories: the sessions are not on the engine their factory was for"


# -- add_user -------------------------------------------------------------------------------------------------------


@pytest.mark.exercise(
    "add_user",
    misconception="return an id that does not exist yet",
    taught="Flush speaks, commit makes it so",
    hint="The database gives the id when it sees the row: flush before you read it.",
)
async def test_the_id_is_the_one_in_the_database(submission, shop):
    """add_user() returns the id under which the user is stored."""
    there = await shop.add_user(id=shop.random.randrange(1000, 9000))
    for email in (shop.email(), shop.email()):
        user_id = await submission.committing.add_user(email=email, full_name=there.full_name)  # all of one name
        assert user_id is not None, "add_user() returned None: before the INSERT is sent there is no id"
        assert {email: user_id} == {email: await shop.value(select(User.id).where(User.email == email))}
        if shop.url.get_backend_name() == "postgresql":  # which counts on by itself, whatever ids there are
            assert user_id < there.id, f"the database was about to give a small id, and the user was given {user_id}"


@pytest.mark.exercise(
    "add_user",
    taught="Flush speaks, commit makes it so",
    hint="Give the values to the object as they came: neither trimmed nor in other letters.",
)
async def test_address_and_name_are_stored(submission, shop):
    """add_user() stores email and name exactly as given; two users may have the same name."""
    word, name = shop.word(), ALL_INJECTIONS
    given = [
        (f"{word.title()}.Mixed@example.org", name),
        (f"{word}.mixed@example.org", name),
        (shop.email(), "x" * 200),
    ]
    for email, name in given:
        await submission.committing.add_user(email=email, full_name=name)
    stored = await shop.rows(select(User.email, User.full_name).order_by(User.id))
    same(stored, given, "user", "{0[0]}, named {0[1]!r}".format)


@pytest.mark.exercise(
    "add_user",
    misconception="keep quiet about an email that is taken",
    taught="Flush speaks, commit makes it so",
    hint="The database has refused the row. Whoever called you must hear of it: let the error go on.",
)
async def test_a_taken_email_is_an_error(submission, shop):
    """add_user() lets the database's IntegrityError go on to the caller when the email is taken."""
    user = await shop.add_user()
    with submission.raises("IntegrityError"):
        await submission.committing.add_user(email=user.email, full_name=shop.word())
    assert await shop.rows(select(User.id, User.full_name)) == [(user.id, user.full_name)]


@pytest.mark.exercise(
    "add_user",
    misconception="roll back what the caller had not decided about",
    taught="Flush speaks, commit makes it so",
    hint="A rollback takes back all that the caller did in this transaction. Let the error go on, and nothing else.",
)
async def test_the_caller_may_have_a_savepoint(submission, shop):
    """A caller who asks in a savepoint keeps what came before it, also when the email is taken."""
    taken, mine = (await shop.add_user()).email, shop.email()
    await submission.probe("add_in_a_savepoint", mine=mine, email=taken)
    stored = await shop.emails()
    assert mine in stored, f"{mine} was added before the savepoint and committed after it, and only these are: {stored}"


@pytest.mark.exercise(
    "add_user",
    misconception="commit what the caller had not decided about",
    taught="Flush speaks, commit makes it so",
    hint="Send the row without deciding about it: the caller commits, or does not.",
)
async def test_the_caller_may_still_roll_back(submission, shop):
    """A caller who rolls back after add_user() leaves no user behind."""
    rows = [[shop.email(), shop.word()] for _ in range(2)]
    await submission.probe("add_users", rows=rows, commit=False)
    assert await shop.emails() == [], f"the caller rolled back, yet users are stored: {committed_by(submission)}"


@pytest.mark.exercise(
    "add_user",
    taught="Flush speaks, commit makes it so",
    hint="A flush may be followed by the next: keep the session open and leave its transaction to the caller.",
)
async def test_one_commit_for_several_users(submission, shop):
    """A caller adds several users in one session and stores them with one commit."""
    emails = [shop.email() for _ in range(shop.random.randrange(3, 6))]
    await submission.probe("add_users", rows=[[email, shop.word()] for email in emails], commit=True)
    ends = [event.kind for event in submission.trace.of("commit", "rollback")]
    assert set(await shop.emails()) == set(emails)
    assert ends == ["commit"], f"expected one commit, the caller's; saw {', '.join(ends)}"


# -- find_user ------------------------------------------------------------------------------------------------------


@pytest.mark.exercise(
    "find_user",
    taught="One row, one object",
    hint="Build a `select` with the condition, and ask the session for the one object it finds.",
)
async def test_the_user_with_this_email(submission, shop):
    """find_user() returns the user who has this email, with the name they have now."""
    users = await shop.add_users(5, full_name=shop.text())  # all of one name
    wanted = shop.random.choice(users)
    await submission.find_user(email=wanted.email)
    wanted.full_name = shop.text()
    await shop.execute(update(User).where(User.id == wanted.id).values(full_name=wanted.full_name))
    found = await submission.find_user(email=wanted.email)
    row = " (a Row, with the User in it: `scalar_one_or_none()` takes it out)" * isinstance(found, tuple)
    assert isinstance(found, Loaded), f"{wanted.email} is the address of a User, but what came back is {found!r}{row}"
    seen = (found.id, found.email, found.full_name)
    same([seen], [(wanted.id, wanted.email, wanted.full_name)], "user", "{0[0]}, {0[1]}, named {0[2]!r}".format)


@pytest.mark.exercise(
    "find_user",
    misconception="take the first of a list that may be empty",
    taught="One row, one object",
    hint="There is a method that gives one value or None. An index into a list gives an IndexError.",
)
async def test_nobody_is_none(submission, shop):
    """find_user() returns None for an email that nobody has, whatever is typed there, be it a space too many."""
    [user, _] = await shop.add_users(2)
    for email in (shop.email(), "", f" {user.email}", f"{user.email} ", *INJECTIONS, f"{user.email}' --"):
        found = await submission.find_user(email=email)
        assert found is None, f"nobody has the email {email!r}, and find_user() returned {found!r}"


@pytest.mark.exercise(
    "find_user",
    misconception="load the whole table to find one row",
    taught="One row, one object",
    hint="Put the condition into the query with `where`, so that one row comes back and no other.",
)
async def test_the_database_does_the_looking(submission, shop):
    """find_user() lets the database pick the row, as it is there now, and loads no other user."""
    wanted, other, *_ = await shop.add_users(20)
    with submission.at_most(2, rows=2):
        await submission.find_user(email=wanted.email)
    found = await submission.probe("looked_for", email=other.email, moved=shop.email())
    assert not found["somebody"], f"nobody has the email {other.email!r} any more, and find_user() found somebody"
    assert found["its own"], "the session has just added a user, and find_user() did not find that object of it"
    assert not found["loaded"], "the user whom find_user() was asked for is not there, and it loaded another one"


@pytest.mark.exercise(
    "find_user",
    misconception="search for a pattern instead of an email",
    taught="One row, one object",
    hint="Compare with `==`. LIKE and its relatives take `_` and `%` for wildcards, and some ignore capitals.",
)
async def test_the_address_is_taken_literally(submission, shop):
    """find_user() compares exactly: `A` is not `a`, and `_`, `%` and `'` are characters like any other."""
    word = shop.word()
    users = [await shop.add_user(email=f"{word}{letter}@example.org") for letter in "Xx_%'"]
    names = {user.email: user.full_name for user in users}
    found = {email: await submission.find_user(email=email) for email in names}
    assert {email: getattr(user, "full_name", user) for email, user in found.items()} == names


# -- rename_user ----------------------------------------------------------------------------------------------------


@pytest.mark.exercise(
    "rename_user",
    misconception="change a name without committing it",
    taught="Flush speaks, commit makes it so",
    hint="Others see a change only when it is committed, and only one user was meant.",
)
async def test_the_new_name_is_there_for_everybody(submission, shop):
    """Somebody else sees the new name after rename_user(), and every other user keeps theirs."""
    users = await shop.add_users(4, full_name="")  # all of one name, which is none
    wanted = shop.random.choice(users)
    for name in (ALL_INJECTIONS, ALL_INJECTIONS, "x" * LONGEST, ""):  # the same name again is no error
        expected = {user.id: name if user is wanted else user.full_name for user in users}
        await submission.rename_user(user_id=wanted.id, full_name=name)
        assert dict(await shop.rows(select(User.id, User.full_name))) == expected, await told(submission)


async def nothing_is_hidden(submission, shop, column, call):
    """Let the COMMIT fail, then cancel the call at its first statement: the caller must hear of both."""
    before = await shop.rows(column)
    for fault, error in (({"kind": "commit"}, "DBAPIError"), ({"kind": "cancel"}, "CancelledError")):
        await submission.fault(**fault)
        with submission.raises(error):
            await call()
        # `async with make_session.begin()` shields the COMMIT at its end from a cancellation
        if error == "DBAPIError":
            same(await shop.rows(column), before, "value in the database after the COMMIT that failed")


@pytest.mark.exercise(
    "rename_user",
    misconception="hide that the database failed",
    taught="Flush speaks, commit makes it so",
    hint="An `except` that says nothing makes a lost name look like a stored one. Let the error go on.",
)
async def test_a_rename_that_fails(submission, shop):
    """When the COMMIT fails, or the call is cancelled, rename_user() lets the caller know and keeps no connection."""
    user, name = await shop.add_user(), shop.word()
    column = select(User.full_name)
    await nothing_is_hidden(submission, shop, column, lambda: submission.rename_user(user_id=user.id, full_name=name))


@pytest.mark.exercise(
    "rename_user",
    misconception="pass over a user who does not exist",
    taught="One row, one object",
    hint="`session.get` gives None for a key that nobody has: that is the moment to raise.",
)
async def test_no_such_user_is_a_lookup_error(submission, shop):
    """rename_user() raises LookupError if there is no user with this id."""
    user = await shop.add_user()
    with submission.raises("LookupError"):
        await submission.rename_user(user_id=user.id + shop.random.randrange(1, 99), full_name=shop.word())


@pytest.mark.exercise(
    "rename_user",
    misconception="use two transactions where one is meant",
    taught="Flush speaks, commit makes it so",
    hint="Read and write in one session, and end it with one commit: the factory has a block that does both.",
)
async def test_one_session_and_one_transaction(submission, shop):
    """rename_user() takes one connection from the pool and commits once."""
    user = await shop.add_user()
    await submission.rename_user(user_id=user.id, full_name=shop.word())
    trace = submission.trace
    seen = {"connections taken": len(trace.of("checkout")), "commits": len(trace.of("commit"))}
    assert seen == {"connections taken": 1, "commits": 1}, await told(submission)


# -- list_emails ----------------------------------------------------------------------------------------------------


@pytest.mark.exercise(
    "list_emails",
    taught="One row, one object",
    hint="Select the column, not the class, and take all of its values as a list.",
)
async def test_every_email_in_order(submission, shop):
    """list_emails() returns every user's email, sorted as it is stored, as a list of strings."""
    await shop.add_users(shop.random.randrange(12, 20))
    word = shop.word()
    for letter in shop.jumbled("aBcDb"):
        await shop.add_user(email=f"{word}{letter}@example.org")
    same(await submission.list_emails(), await shop.emails(), "email")


@pytest.mark.exercise(
    "list_emails",
    taught="One row, one object",
    hint="All values of no rows are an empty list: nothing special is needed.",
)
async def test_no_users_no_emails(submission):
    """list_emails() returns an empty list if there are no users."""
    assert await submission.list_emails() == []


@pytest.mark.exercise(
    "list_emails",
    misconception="sort in Python what the database sorts",
    taught="One row, one object",
    hint="The order belongs in the query: `order_by`.",
)
async def test_the_database_sorts(submission, shop):
    """list_emails() sends one statement, for 1,100 users too, and that statement says in which order."""
    await shop.add_rows(User, [{"email": f"{shop.word()}@example.org", "full_name": "Ana"} for _ in range(1_100)])
    with submission.at_most(1):
        found = await submission.list_emails()
    same(found, await shop.emails(), "email")
    unsorted = [sent for sent in submission.trace.statements() if "ORDER BY" not in sent.sql.upper()]
    if unsorted:
        raise AssertionError(f"the database was not asked for an order (ORDER BY):\n{listing(unsorted)}")


@pytest.mark.exercise(
    "list_emails",
    misconception="load whole users to read one column",
    taught="One row, one object",
    hint="A `select` of one column reads that column; a `select` of the class reads all of them.",
)
async def test_one_column_is_read(submission, shop):
    """list_emails() reads the column `email` and no other."""
    await shop.add_users(3)
    await submission.list_emails()
    wide = [sent for sent in submission.trace.statements() if re.search(r"\b(id|full_name)\b|\*", sent.sql)]
    if wide:
        raise AssertionError(f"more than the email is read:\n{listing(wide)}")


# -- repair_lost_update ---------------------------------------------------------------------------------------------


@pytest.mark.exercise(
    "repair_lost_update",
    misconception="lose an update that was never committed",
    taught="Flush speaks, commit makes it so",
    hint="Look for calls that are not awaited, and ask of each change whether a commit comes after it.",
)
async def test_the_new_price_is_there_for_everybody(submission, shop):
    """Somebody else sees the new price afterwards, and every other book keeps its own."""
    books = [*await shop.add_books(2), *await shop.add_books(2, title=shop.text(), stock=0)]  # two of one title
    wanted = shop.random.choice(books[2:])
    expected = {book.isbn: book.price for book in books} | {wanted.isbn: wanted.price + 100}
    await submission.repair_lost_update(isbn=wanted.isbn, price=wanted.price + 100)
    assert dict(await shop.rows(select(Book.isbn, Book.price))) == expected, await told(submission)


@pytest.mark.exercise(
    "repair_lost_update",
    misconception="hide that the database failed",
    taught="Flush speaks, commit makes it so",
    hint="An `except` that says nothing makes a lost price look like a stored one. Let the error go on.",
)
async def test_an_update_that_fails(submission, shop):
    """When the COMMIT fails, or the call is cancelled, repair_lost_update() lets the caller know."""
    book, column = await shop.add_book(), select(Book.price)
    await nothing_is_hidden(
        submission, shop, column, lambda: submission.repair_lost_update(isbn=book.isbn, price=book.price + 100)
    )


@pytest.mark.exercise(
    "repair_lost_update",
    misconception="read the old value after the change",
    taught="What a commit leaves behind",
    hint="Read the old price into a variable before you set the new one.",
)
async def test_the_price_before_is_returned(submission, shop):
    """repair_lost_update() returns the price the book had before: 0 is a price, and the same one again is no error."""
    book = await shop.add_book()
    prices = [book.price, book.price + 100, 0, 0, 250]
    for old, new in pairwise(prices):
        before = await submission.repair_lost_update(isbn=book.isbn, price=new)
        assert {"price before": before} == {"price before": old}
    await shop.execute(update(Book).values(price=900))
    before = await submission.repair_lost_update(isbn=book.isbn, price=950)
    assert {"price before": before} == {"price before": 900}, "somebody else had made it 900"


@pytest.mark.exercise(
    "repair_lost_update",
    taught="One row, one object",
    hint="Ask whether there is a book before you use it.",
)
async def test_no_such_book_is_a_lookup_error(submission, shop):
    """repair_lost_update() raises LookupError if there is no book with this ISBN."""
    book = await shop.add_book(isbn=f"{shop.word().upper()}X")
    for unknown in (book.isbn + "0", book.isbn.lower(), f"{book.isbn} ", "%"):  # an ISBN is no pattern
        with submission.raises("LookupError"):
            await submission.repair_lost_update(isbn=unknown, price=100)
