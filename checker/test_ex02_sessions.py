"""Checks of lesson 02."""

import re

import pytest
from sqlalchemy import select

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


@pytest.mark.exercise("make_session_factory", misconception="make sessions that cannot be awaited")
async def test_the_factory_makes_async_sessions(submission):
    """What the factory makes is an AsyncSession."""
    assert await submission.probe("session_type") == "AsyncSession"


@pytest.mark.exercise("make_session_factory", misconception="leave objects unreadable after commit")
async def test_a_user_can_be_read_after_commit(submission, shop):
    """A user stored through a session of the factory can still be read after the commit."""
    email = shop.email()
    expired = await submission.probe("expired_by_commit", email=email, full_name=shop.word())
    assert not expired, f"the commit expired {', '.join(expired)}: reading one would be a MissingGreenlet"
    assert await shop.emails() == [email]


@pytest.mark.exercise("make_session_factory", misconception="share one session among all")
async def test_every_call_makes_a_session_of_its_own(submission, shop):
    """Every call of the factory makes a new session."""
    calls = shop.random.randrange(3, 7)
    made = await submission.probe("sessions_made", calls=calls)
    assert made == calls, f"{calls} calls of the factory made {made} session(s)"


# -- add_user -------------------------------------------------------------------------------------------------------


@pytest.mark.exercise("add_user", misconception="return an id that does not exist yet")
async def test_the_id_is_the_one_in_the_database(submission, shop):
    """add_user() returns the id under which the user is stored."""
    await shop.add_user(id=shop.random.randrange(1000, 9000))
    email = shop.email()
    user_id = await submission.committing.add_user(email=email, full_name=shop.word())
    assert user_id is not None, "add_user() returned None: before the INSERT is sent there is no id"
    assert {email: user_id} == {email: await shop.value(select(User.id).where(User.email == email))}


@pytest.mark.exercise("add_user")
async def test_address_and_name_are_stored(submission, shop):
    """add_user() stores the address and the name it was given."""
    given = (shop.email(), shop.word().title())
    await submission.committing.add_user(email=given[0], full_name=given[1])
    assert await shop.rows(select(User.email, User.full_name)) == [given]


@pytest.mark.exercise("add_user", misconception="commit what the caller had not decided about")
async def test_the_caller_may_still_roll_back(submission, shop):
    """A caller who rolls back after add_user() leaves no user behind."""
    rows = [[shop.email(), shop.word()] for _ in range(2)]
    await submission.probe("add_users", rows=rows, commit=False)
    where = next((event.where for event in submission.trace.of("commit")), "")
    assert await shop.emails() == [], f"the caller rolled back, yet users are stored: add_user() committed ({where})"


@pytest.mark.exercise("add_user")
async def test_one_commit_for_several_users(submission, shop):
    """A caller adds several users in one session and stores them with one commit."""
    emails = [shop.email() for _ in range(shop.random.randrange(3, 6))]
    await submission.probe("add_users", rows=[[email, shop.word()] for email in emails], commit=True)
    ends = [event.kind for event in submission.trace.of("commit", "rollback")]
    assert set(await shop.emails()) == set(emails)
    assert ends == ["commit"], f"expected one commit, the caller's; saw {', '.join(ends)}"


# -- find_user ------------------------------------------------------------------------------------------------------


@pytest.mark.exercise("find_user")
async def test_the_user_with_this_email(submission, shop):
    """find_user() returns the user who has this email."""
    wanted = shop.random.choice(await shop.add_users(5))
    found = await submission.find_user(email=wanted.email)
    row = " (a Row, with the User in it: `scalar_one_or_none()` takes it out)" * isinstance(found, tuple)
    assert isinstance(found, Loaded), f"{wanted.email} is the address of a User, but what came back is {found!r}{row}"
    assert (found.id, found.email, found.full_name) == (wanted.id, wanted.email, wanted.full_name)


@pytest.mark.exercise("find_user", misconception="take the first of a list that may be empty")
async def test_nobody_is_none(submission, shop):
    """find_user() returns None for an address that nobody has."""
    await shop.add_users(2)
    assert await submission.find_user(email=shop.email()) is None


@pytest.mark.exercise("find_user", misconception="load the whole table to find one row")
async def test_the_database_does_the_looking(submission, shop):
    """find_user() lets the database pick the row, and does not read every user."""
    wanted = shop.random.choice(await shop.add_users(20))
    with submission.at_most(2):
        await submission.find_user(email=wanted.email)
    everything = [sent for sent in submission.trace.statements() if "WHERE" not in sent.sql.upper()]
    if everything:
        raise AssertionError(f"without a WHERE the database sends every user:\n{listing(everything)}")


@pytest.mark.exercise("find_user", misconception="search for a pattern instead of an address")
async def test_the_address_is_taken_literally(submission, shop):
    """find_user() compares to the letter: `A` is not `a`, and `_`, `%` and `'` are letters like any other."""
    word = shop.word()
    users = [await shop.add_user(email=f"{word}{letter}@example.org") for letter in "Xx_%'"]
    names = {user.email: user.full_name for user in users}
    found = {email: await submission.find_user(email=email) for email in names}
    assert {email: getattr(user, "full_name", user) for email, user in found.items()} == names


# -- rename_user ----------------------------------------------------------------------------------------------------


@pytest.mark.exercise("rename_user", misconception="change a name without committing it")
async def test_the_new_name_is_there_for_everybody(submission, shop):
    """Somebody else sees the new name after rename_user(), and every other user keeps theirs."""
    users = await shop.add_users(4)
    wanted, name = shop.random.choice(users), shop.word().title()
    expected = {user.id: name if user is wanted else user.full_name for user in users}
    await submission.rename_user(user_id=wanted.id, full_name=name)
    assert dict(await shop.rows(select(User.id, User.full_name))) == expected, await told(submission)


@pytest.mark.exercise("rename_user", misconception="pass over a user who does not exist")
async def test_no_such_user_is_a_lookup_error(submission, shop):
    """rename_user() raises LookupError if there is no user with this id."""
    user = await shop.add_user()
    with submission.raises("LookupError"):
        await submission.rename_user(user_id=user.id + shop.random.randrange(1, 99), full_name=shop.word())


@pytest.mark.exercise("rename_user", misconception="use two transactions where one is meant")
async def test_one_session_and_one_transaction(submission, shop):
    """rename_user() takes one connection from the pool and commits once."""
    user = await shop.add_user()
    await submission.rename_user(user_id=user.id, full_name=shop.word())
    trace = submission.trace
    seen = {"connections taken": len(trace.of("checkout")), "commits": len(trace.of("commit"))}
    assert seen == {"connections taken": 1, "commits": 1}, await told(submission)


# -- list_emails ----------------------------------------------------------------------------------------------------


@pytest.mark.exercise("list_emails")
async def test_every_email_in_order(submission, shop):
    """list_emails() returns every user's email, sorted, as a list of strings."""
    await shop.add_users(shop.random.randrange(12, 20))
    emails, stored = await submission.list_emails(), await shop.emails()
    if (
        isinstance(emails, list)
        and emails != stored
        and len(emails) == len(stored)
        and all(it in emails for it in stored)
    ):
        raise AssertionError("these are the users' addresses, but not sorted")
    assert emails == stored


@pytest.mark.exercise("list_emails")
async def test_no_users_no_emails(submission):
    """list_emails() returns an empty list if there are no users."""
    assert await submission.list_emails() == []


@pytest.mark.exercise("list_emails", misconception="sort in Python what the database sorts")
async def test_the_database_sorts(submission, shop):
    """list_emails() sends one statement, and it says in which order."""
    await shop.add_users(6)
    with submission.at_most(1):
        await submission.list_emails()
    unsorted = [sent for sent in submission.trace.statements("SELECT") if "ORDER BY" not in sent.sql.upper()]
    if unsorted:
        raise AssertionError(f"the database was not asked for an order (ORDER BY):\n{listing(unsorted)}")


@pytest.mark.exercise("list_emails", misconception="load whole users to read one column")
async def test_one_column_is_read(submission, shop):
    """list_emails() reads the column `email` and no other."""
    await shop.add_users(3)
    await submission.list_emails()
    wide = [sent for sent in submission.trace.statements("SELECT") if re.search(r"\b(id|full_name)\b|\*", sent.sql)]
    if wide:
        raise AssertionError(f"more than the email is read:\n{listing(wide)}")


# -- repair_lost_update ---------------------------------------------------------------------------------------------


@pytest.mark.exercise("repair_lost_update", misconception="lose an update that was never committed")
async def test_the_new_price_is_there_for_everybody(submission, shop):
    """Somebody else sees the new price afterwards, and every other book keeps its own."""
    books = await shop.add_books(4)
    wanted = shop.random.choice(books)
    expected = {book.title: book.price for book in books} | {wanted.title: wanted.price + 100}
    await submission.repair_lost_update(isbn=wanted.isbn, price=wanted.price + 100)
    assert dict(await shop.rows(select(Book.title, Book.price))) == expected, await told(submission)


@pytest.mark.exercise("repair_lost_update", misconception="read the old value after the change")
async def test_the_price_before_is_returned(submission, shop):
    """repair_lost_update() returns the price the book had before."""
    book = await shop.add_book()
    before = await submission.repair_lost_update(isbn=book.isbn, price=book.price + 100)
    assert {"price before": before} == {"price before": book.price}


@pytest.mark.exercise("repair_lost_update")
async def test_no_such_book_is_a_lookup_error(submission, shop):
    """repair_lost_update() raises LookupError if there is no book with this ISBN."""
    book = await shop.add_book()
    with submission.raises("LookupError"):
        await submission.repair_lost_update(isbn=book.isbn + "0", price=100)
