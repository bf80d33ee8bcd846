"""Checks of lesson 10: what the learner's fixtures leave behind, and what their suite notices."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import delete, func, select

from checker.judge import trial
from checker.services import broken
from workbook.bookshop import Book, Order, OrderLine, User

# -- isolated --------------------------------------------------------------------------------------------------------


def drawn(shop):
    """Emails that are added inside: the second one is refused, and the database goes on."""
    one, two, three = shop.email(), shop.email(), shop.email()
    return [one, one, two, three]


@pytest.mark.exercise(
    "isolated",
    misconception="hand out sessions that end the outer transaction",
    taught="Two ways to be alone",
    hint="The sessions must share one connection, on which you have begun a transaction before them; then what one of "
    "them commits is there for the next.",
)
async def test_what_is_committed_inside_can_be_seen_inside(submission, shop):
    """Inside, a session sees what another one has committed, and what was in the database before."""
    before, email = shop.email(), shop.email()
    await shop.add_user(email=before)
    seen = await submission.probe("inside", adds=[email])
    assert {"stored": seen["came"], "seen": seen["inside"]} == {"stored": [email], "seen": sorted([before, email])}


@pytest.mark.exercise(
    "isolated",
    misconception="let what was committed inside stay",
    taught="Two ways to be alone",
    hint="When the block ends, roll the outer transaction back: the sessions must have no way to commit it.",
)
async def test_nothing_is_left(submission, shop):
    """After the block every row is as it was before: none added, none changed, none gone, also the second time."""
    await shop.add_users(3)
    rows = select(User.email, User.full_name).order_by(User.email)
    before = await shop.rows(rows)
    for time in ("first", "second"):
        seen = await submission.probe("changed", email=shop.email())
        assert seen == [email for email, _ in before], f"what was there before is not seen, the {time} time: {seen}"
        assert await shop.rows(rows) == before, f"the {time} time"


@pytest.mark.exercise(
    "isolated",
    points=2,
    misconception="join the outer transaction in a mode in which the code's rollback ends it",
    taught="The code under test rolls back, too",
    hint="Look at the table of join modes: in only one of them a rollback of the code undoes what the code did, and "
    "nothing else, and a commit leaves nothing.",
)
async def test_the_code_inside_rolls_back(submission, shop):
    """When the code inside is refused and rolls back, what it has committed before stays; and nothing is left after."""
    adds = drawn(shop)
    seen = await submission.probe("inside", adds=adds)
    assert {"inside": seen["inside"], "left": await shop.emails()} == {"inside": sorted(set(adds)), "left": []}


@pytest.mark.exercise(
    "isolated",
    points=2,
    misconception="trust SQLite's driver to begin a transaction before a savepoint",
    taught="You will read that…",
    hint="On SQLite the driver sends no BEGIN before a SAVEPOINT, so the outermost savepoint is the transaction. Say "
    "BEGIN yourself, before any session does something.",
)
@pytest.mark.only("sqlite", reason="PostgreSQL begins by itself")
async def test_on_an_engine_as_create_async_engine_makes_it(submission, shop):
    """On an engine as `create_async_engine` makes it, it is the same: nothing is left, on SQLite either."""
    adds = drawn(shop)
    seen = await submission.probe("inside", adds=adds, plain=True)
    assert {"inside": seen["inside"], "left": await shop.emails()} == {"inside": sorted(set(adds)), "left": []}


@pytest.mark.exercise(
    "isolated",
    misconception="commit for everybody, and tidy up afterwards",
    taught="Two ways to be alone",
    hint="Deleting afterwards is too late: another test has seen the rows by then. Never commit the outer transaction.",
)
async def test_nobody_else_sees_it(submission, shop):
    """While the block runs, nobody outside sees what was committed inside."""
    before = shop.email()
    await shop.add_user(email=before)
    seen = await submission.probe("inside", adds=[shop.email(), shop.email()])
    assert {"outside": seen["outside"]} == {"outside": [before]}


@pytest.mark.exercise(
    "isolated",
    misconception="tidy up only where the test has passed",
    taught="Two ways to be alone",
    hint="A test that fails leaves the block with an exception: what must happen in any case goes in a `finally`, or "
    "in an `async with`.",
)
async def test_a_block_that_fails(submission, shop):
    """However the block ends, nothing is left, the connection is back in its pool, and the exception goes on."""
    for ending, out in (("raises", "Stop"), ("is cancelled", "TimeoutError"), ("ends", "nothing")):
        came_out, connections, lost = await submission.probe("ended", email=shop.email(), ending=ending)
        assert lost != "another", "the engine has another pool after the block: dispose() is for whoever made it"
        assert not lost, f"after a block that {ending} {lost} was closed, and not given back to the pool"
        seen = {"came out": came_out, "connections still out": connections, "left": await shop.emails()}
        assert seen == {"came out": out, "connections still out": 0, "left": []}, f"after a block that {ending}: {seen}"


# -- make_user -------------------------------------------------------------------------------------------------------


@pytest.mark.exercise(
    "make_user",
    misconception="return a user without an id",
    taught="Factories",
    hint="The database gives the id when the INSERT is sent: add, then flush.",
)
async def test_a_user_who_has_an_id(submission, shop):
    """make_user() stores a user with the attributes that were given, and they have an id."""
    name = shop.word()
    user = await submission.committing.make_user(full_name=name)
    assert user.id is not None, "the user has no id: no INSERT was sent"
    assert await shop.rows(select(User.id, User.full_name)) == [(user.id, name)]
    email = shop.email()
    await submission.committing.make_user(email=email)
    assert await shop.count(User) == 2
    assert email in await shop.emails()


@pytest.mark.exercise(
    "make_user",
    misconception="take the attributes that they have thought of, and leave out the others",
    taught="Factories",
    hint="`{**defaults, **changes}`: what was given takes the place of a default, whatever its name and its value.",
)
async def test_the_attributes_that_were_given(submission, shop):
    """Whatever was given is the user's, an id too, and an empty text; an id that is taken is refused."""
    number = shop.random.randrange(1_000, 9_000)
    user = await submission.committing.make_user(id=number, full_name="")
    assert {"id": user.id, "full_name": user.full_name} == {"id": number, "full_name": ""}
    assert await shop.rows(select(User.id, User.full_name)) == [(number, "")]
    with submission.raises("IntegrityError"):
        await submission.committing.make_user(id=number)
    assert await shop.rows(select(User.id, User.full_name)) == [(number, "")]


@pytest.mark.exercise(
    "make_user",
    misconception="make every user alike",
    taught="Factories",
    hint="The email is unique in the database. A counter outside of the function gives another one at each call.",
)
async def test_users_differ(submission, shop):
    """Any number of users can be made, in one session after another: each has an email that nobody has had before."""
    each = shop.random.randint(30, 35)
    await submission.probe("made_together", users=each, orders=0)
    assert await shop.count(User) == 2 * each
    await shop.execute(delete(User).where(User.id == select(func.min(User.id)).scalar_subquery()))
    name = shop.text()
    for number in (2 * each, 2 * each + 1):  # namesakes
        await submission.committing.make_user(full_name=name)
        assert await shop.count(User) == number


@pytest.mark.exercise(
    "make_user",
    misconception="commit in the factory",
    taught="Factories",
    hint="Flush sends the INSERT; the caller commits, or does not.",
)
async def test_the_users_session_is_not_committed(submission, shop):
    """make_user() does not commit: when the caller does not either, there is no user."""
    await submission.make_user()
    assert await shop.emails() == []


# -- make_order ------------------------------------------------------------------------------------------------------


@pytest.mark.exercise(
    "make_order",
    misconception="leave out a part of the order",
    taught="Factories",
    hint="Make the objects of the whole graph and connect them by their relationships: then one `add` and one flush "
    "store them all.",
)
async def test_an_order_with_its_lines(submission, shop):
    """make_order() stores an order of a new user, with one line: a new book in stock, at the book's price."""
    order = await submission.committing.make_order()
    assert await shop.rows(select(Order.id)) == [order.id]
    assert await shop.count(User) == 1
    line = select(OrderLine.order_id, OrderLine.price == Book.price, OrderLine.quantity.between(1, Book.stock))
    assert await shop.rows(line.join(OrderLine.book)) == [(order.id, True, True)], (
        "of its line: the order, whether its price is the book's, and whether that many copies are in stock"
    )
    [isbn] = await shop.rows(select(Book.isbn))
    assert len(isbn) <= 20, f"{isbn!r} is longer than books.isbn, of 20 characters: only SQLite takes it"


@pytest.mark.exercise(
    "make_order",
    misconception="make a new user where one was given",
    taught="Factories",
    hint="Use the user that was given; make one only where there is none. And make as many lines as were asked for.",
)
async def test_the_order_that_was_asked_for(submission, shop):
    """make_order(session, user, lines) stores an order of that user with that many lines, and all of it can be read."""
    email, lines = shop.email(), shop.random.randint(2, 5)
    read = await submission.probe("order_of", email=email, lines=lines)
    assert read == [email, [(True, True)] * lines, []], (
        f"the user, and of each line (has copies, has its price), and the lines of an order with lines=0: {read}"
    )
    per_user = select(User.email, func.count(OrderLine.id)).join(User.orders).join(Order.lines).group_by(User.email)
    assert dict(await shop.rows(per_user)).get(email) == lines
    assert {"users": await shop.count(User), "books": await shop.count(Book)} == {"users": 2, "books": lines + 1}
    assert await shop.count(OrderLine) == lines + 1, "an order was to have no lines: lines=0"


@pytest.mark.exercise(
    "make_order",
    misconception="use one book, or one user, for all orders",
    taught="Factories",
    hint="What is unique in the database must differ from call to call: emails and ISBNs.",
)
async def test_orders_differ(submission, shop):
    """Any number of orders can be made, in one session after another: each has a user and a book of its own."""
    each = shop.random.randint(5, 15)
    await submission.probe("made_together", users=1, orders=each)
    found = {"orders": await shop.count(Order), "books": await shop.count(Book), "users": await shop.count(User)}
    assert found == {"orders": 2 * each, "books": 2 * each, "users": 2 * each + 2}


@pytest.mark.exercise(
    "make_order",
    misconception="ignore the attributes that were given",
    taught="Factories",
    hint="Hand `**changes` on to the order.",
)
async def test_the_day_of_an_order(submission, shop):
    """The attributes that were given are the order's; and make_order() does not commit."""
    day = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=shop.random.randrange(300))
    order = await submission.make_order(created_at=day)
    assert order.created_at.replace(tzinfo=UTC) == day  # SQLite drops the zone
    assert {"orders": await shop.count(Order), "users": await shop.count(User)} == {"orders": 0, "users": 0}


# -- client ----------------------------------------------------------------------------------------------------------


@pytest.mark.exercise(
    "client",
    misconception="start a client, and let the application keep its own sessions",
    taught="The application, with the test's sessions",
    hint="`app.dependency_overrides[get_session]` is what FastAPI calls in the place of `get_session`: a function of "
    "yours that yields a session of `make_session`.",
)
async def test_requests_use_the_tests_sessions(submission, shop):
    """Each request has a session of its own, from `make_session`, and it is closed when the request is done."""
    emails = [shop.email() for _ in range(shop.random.randint(3, 6))]
    seen = await submission.probe("asked", paths=[f"/users/{email}" for email in emails])
    number = len(emails)
    assert seen["answers"] == [201] * number
    assert await shop.emails() == sorted(emails)
    assert (seen["sessions"], seen["closed"]) == (number, [*range(1, number + 1)]), (
        f"{number} requests, {seen['sessions']} session(s); closed when the answers had come: {seen['closed']}"
    )


@pytest.mark.exercise(
    "client",
    misconception="commit what the endpoint forgot to commit",
    taught="The application, with the test's sessions",
    hint="An override that commits hides the endpoint that does not. Hand out `make_session()`, not "
    "`make_session.begin()`.",
)
async def test_a_forgotten_commit_stays_forgotten(submission, shop):
    """What an endpoint does not commit is not kept: the client must not mend the application that it tests."""
    email = shop.email()
    seen = await submission.probe("asked", paths=[f"/forgets/{shop.email()}", f"/users/{email}"])
    assert seen["answers"] == [201, 201]
    assert {"kept": await shop.emails()} == {"kept": [email]}


@pytest.mark.exercise(
    "client",
    misconception="let the endpoint's exception into the test",
    taught="The application, with the test's sessions",
    hint="ASGITransport hands an endpoint's exception on to the caller unless it is told otherwise: look at its "
    "parameters.",
)
async def test_an_endpoint_that_fails(submission, shop):
    """An exception in an endpoint is the status 500, and the next request is answered."""
    email = shop.email()
    seen = await submission.probe("asked", paths=["/fails", f"/users/{email}"])
    assert seen["answers"] == [500, 201]
    assert (await shop.emails(), seen["closed"]) == ([email], [1, 2]), "the users, and the sessions closed by then"


@pytest.mark.exercise(
    "client",
    points=2,
    misconception="leave the override behind, or clear those of others",
    taught="The application, with the test's sessions",
    hint="Add one override to those that there are. Remember what `app.dependency_overrides` was, and put exactly that "
    "back, in a `finally`.",
)
async def test_the_overrides_are_as_before(submission, shop):
    """Others' overrides hold inside the block; however it ends, all are as before, and its exception comes out."""
    for ending in ("ends", "raises", "is cancelled"):
        for mine in (False, True):
            differ = await submission.probe("overrides", email=shop.email(), mine=mine, ending=ending)
            earlier = "get_session was overridden before" if mine else "get_session was not overridden before"
            assert not differ, f"after a block that {ending}: {'; '.join(differ)} ({earlier})"


# -- a suite of the learner's own ------------------------------------------------------------------------------------


@pytest.mark.exercise(
    "test_shop",
    points=4,
    misconception="assert what the contract does not promise",
    taught="A test that cannot fail is worth nothing",
    hint="Read the test that failed, and the contract: an id can be any number, a dict may hold more than was "
    "promised, and a test gets a shop of its own, so it must not need another test before it.",
)
@pytest.mark.limit(60)  # seven shops, and a careful suite rushes each of them; where nothing hangs it takes a few
async def test_shops_that_keep_their_promises(submission, shop):
    """The suite passes on every shop that keeps its promises, in any order of tests, and not where nothing works."""
    await trial.accepts(submission, shop)


@pytest.mark.exercise(
    "test_shop",
    misconception="look at an order only through the process that sold it",
    taught="A test that cannot fail is worth nothing",
    hint="What is not committed can be seen by the one who wrote it. `shop.again()` is somebody else.",
)
@pytest.mark.limit(20)
async def test_an_order_that_others_do_not_see(submission, shop):
    """Somebody tests that another process of the shop sees an order."""
    await trial.refuses(submission, shop, broken.OrderNotCommitted)


@pytest.mark.exercise(
    "test_shop",
    misconception="look at the shelf only through the process that sold from it",
    taught="A test that cannot fail is worth nothing",
    hint="The order may be committed and the shelf not: ask `shop.again()` for the shelf too.",
)
@pytest.mark.limit(20)
async def test_a_shelf_that_others_see_unchanged(submission, shop):
    """Somebody tests that another process of the shop sees the shelf after a sale."""
    await trial.refuses(submission, shop, broken.StockNotCommitted)


@pytest.mark.exercise(
    "test_shop",
    misconception="buy one copy in every test",
    taught="A test that cannot fail is worth nothing",
    hint="With 1, most mistakes give the right answer. Buy another number of copies.",
)
@pytest.mark.limit(20)
async def test_one_copy_for_many(submission, shop):
    """Somebody tests that as many copies leave the shelf as were bought."""
    await trial.refuses(submission, shop, broken.TakesOneCopy)


@pytest.mark.exercise(
    "test_shop",
    misconception="never ask for 0 copies",
    taught="A test that cannot fail is worth nothing",
    hint="Which numbers of copies make no sense? The contract says what `buy` raises for them.",
)
@pytest.mark.limit(20)
async def test_no_copies_at_all(submission, shop):
    """Somebody tests that 0 copies cannot be bought."""
    await trial.refuses(submission, shop, broken.SellsNoCopies)


@pytest.mark.exercise(
    "test_shop",
    misconception="never ask for a negative number of copies",
    taught="A test that cannot fail is worth nothing",
    hint="Less than one is more than 0: with which numbers would a sale put copies on the shelf?",
)
@pytest.mark.limit(20)
async def test_fewer_copies_than_none(submission, shop):
    """Somebody tests that a negative number of copies cannot be bought."""
    await trial.refuses(submission, shop, broken.SellsLessThanNothing)


@pytest.mark.exercise(
    "test_shop",
    misconception="ask for far too many copies, and not for one too many",
    taught="A test that cannot fail is worth nothing",
    hint="A `<=` that should be a `<` shows at the boundary only: put n copies on the shelf, and buy n + 1.",
)
@pytest.mark.limit(20)
async def test_one_copy_too_many(submission, shop):
    """Somebody tests that one copy more than there are is OutOfStock."""
    await trial.refuses(submission, shop, broken.SellsOneTooMany)


@pytest.mark.exercise(
    "test_shop",
    misconception="never buy the last copy",
    taught="A test that cannot fail is worth nothing",
    hint="The other side of the boundary: put n copies on the shelf, and buy n. A test may just do what must "
    "not raise.",
)
@pytest.mark.limit(20)
async def test_the_last_copy(submission, shop):
    """Somebody tests that all copies that there are can be bought."""
    await trial.refuses(submission, shop, broken.KeepsTheLastCopy)


@pytest.mark.exercise(
    "test_shop",
    misconception="are content with the exception, and do not look at what it has left behind",
    taught="A test that cannot fail is worth nothing",
    hint="After a refusal, look: whose orders should be what they were before?",
)
@pytest.mark.limit(20)
async def test_a_refused_sale_that_leaves_an_order(submission, shop):
    """Somebody tests that OutOfStock leaves no order behind."""
    await trial.refuses(submission, shop, broken.KeepsRefusedOrders)


@pytest.mark.exercise(
    "test_shop",
    misconception="are content with the exception, and do not look at what it has left behind",
    taught="A test that cannot fail is worth nothing",
    hint="After a refusal, look: which shelf should be what it was before?",
)
@pytest.mark.limit(20)
async def test_a_refused_sale_that_empties_the_shelf(submission, shop):
    """Somebody tests that OutOfStock leaves the shelf as it was."""
    await trial.refuses(submission, shop, broken.TakesRefusedCopies)


@pytest.mark.exercise(
    "test_shop",
    misconception="register every customer with another email",
    taught="A test that cannot fail is worth nothing",
    hint="The contract names an exception of `register`: make it happen.",
)
@pytest.mark.limit(20)
async def test_an_email_twice(submission, shop):
    """Somebody tests that an email can be registered only once."""
    await trial.refuses(submission, shop, broken.RegistersTwice)


@pytest.mark.exercise(
    "test_shop",
    misconception="end the test where the exception is raised",
    taught="A test that cannot fail is worth nothing",
    hint="A session whose flush has failed refuses everything until somebody rolls it back. Ask the shop for "
    "something after the refusal.",
)
@pytest.mark.limit(20)
async def test_a_shop_that_is_dead_after_a_refusal(submission, shop):
    """Somebody tests that the shop goes on working after EmailTaken."""
    await trial.refuses(submission, shop, broken.DeadAfterARefusal)


@pytest.mark.exercise(
    "test_shop",
    misconception="cancel an order, and do not look at the shelf",
    taught="A test that cannot fail is worth nothing",
    hint="The contract promises two things of a cancelled order. One of them is on the shelf.",
)
@pytest.mark.limit(20)
async def test_cancelled_copies_that_are_lost(submission, shop):
    """Somebody tests that the copies of a cancelled order are back on the shelf."""
    await trial.refuses(submission, shop, broken.LosesCancelledCopies)


@pytest.mark.exercise(
    "test_shop",
    misconception="cancel orders of one copy only",
    taught="A test that cannot fail is worth nothing",
    hint="1 is the number with which most mistakes are right. Cancel an order of another number of copies, and look at "
    "the shelf.",
)
@pytest.mark.limit(20)
async def test_one_copy_back_for_many(submission, shop):
    """Somebody tests that as many copies come back as the cancelled order had."""
    await trial.refuses(submission, shop, broken.PutsBackOneCopy)


@pytest.mark.exercise(
    "test_shop",
    misconception="cancel every order once",
    taught="A test that cannot fail is worth nothing",
    hint="People click twice. Look at the shelf between the two, and after the second one, whether it raises or not.",
)
@pytest.mark.limit(20)
async def test_copies_that_come_back_twice(submission, shop):
    """Somebody tests that an order which is cancelled twice brings its copies back once."""
    await trial.refuses(submission, shop, broken.CancelsTwice)


@pytest.mark.exercise(
    "test_shop",
    misconception="take any exception for the one that was promised",
    taught="A test that cannot fail is worth nothing",
    hint="`cancel` names its exception. Make it happen with an order that never was, and expect that one and no other.",
)
@pytest.mark.limit(20)
async def test_an_order_that_never_was(submission, shop):
    """Somebody tests that to cancel an order that never was is a LookupError."""
    await trial.refuses(submission, shop, broken.BreaksOnUnknownOrders)


@pytest.mark.exercise(
    "test_shop",
    misconception="cancel an order, and do not look at the customer's orders",
    taught="A test that cannot fail is worth nothing",
    hint="The contract promises two things of a cancelled order. One of them is in the list of orders.",
)
@pytest.mark.limit(20)
async def test_cancelled_orders_that_stay(submission, shop):
    """Somebody tests that a cancelled order is no longer among the customer's orders."""
    await trial.refuses(submission, shop, broken.ListsCancelledOrders)


@pytest.mark.exercise(
    "test_shop",
    misconception="never change a price after a sale",
    taught="A test that cannot fail is worth nothing",
    hint="What happens to an old order when `set_price` is called? Buy first, then change the price.",
)
@pytest.mark.limit(20)
async def test_a_price_that_follows(submission, shop):
    """Somebody tests that an order keeps the price of its day."""
    await trial.refuses(submission, shop, broken.PriceFollows)


@pytest.mark.exercise(
    "test_shop",
    misconception="have one book in every test",
    taught="A test that cannot fail is worth nothing",
    hint="A missing WHERE cannot be seen with one book. Put two on the shelf, and change one.",
)
@pytest.mark.limit(20)
async def test_prices_of_other_books(submission, shop):
    """Somebody tests that a new price is that of one book and of no other."""
    await trial.refuses(submission, shop, broken.ChangesAllPrices)


@pytest.mark.exercise(
    "test_shop",
    misconception="let another process only look, and never change what the first has seen",
    taught="A test that cannot fail is worth nothing",
    hint="Look at a book with `shop`, change its price with `shop.again()`, and buy it with `shop`.",
)
@pytest.mark.limit(20)
async def test_a_price_that_another_process_changed(submission, shop):
    """Somebody tests that a price which another process has changed is the price of the next sale."""
    await trial.refuses(submission, shop, broken.RemembersPrices)


@pytest.mark.exercise(
    "test_shop",
    misconception="have one customer in every test",
    taught="A test that cannot fail is worth nothing",
    hint="A missing WHERE cannot be seen with one customer. Register two.",
)
@pytest.mark.limit(20)
async def test_orders_of_others(submission, shop):
    """Somebody tests that a customer does not see the orders of others."""
    await trial.refuses(submission, shop, broken.ShowsOthersOrders)


@pytest.mark.exercise(
    "test_shop",
    misconception="have one order in every test, or compare without their order",
    taught="A test that cannot fail is worth nothing",
    hint="One order is in every order. Let a customer buy twice, and compare the lists of ids.",
)
@pytest.mark.limit(20)
async def test_the_oldest_first(submission, shop):
    """Somebody tests that the newest order comes first."""
    await trial.refuses(submission, shop, broken.OldestFirst)
