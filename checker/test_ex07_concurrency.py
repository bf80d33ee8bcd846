"""Checks of lesson 07: counts at a gate where statements wait, and what is still open when a call returns."""

import asyncio

import pytest
from sqlalchemy import func, select

from checker.wall.verdicts import Raised
from workbook.bookshop import Book, Order, OrderLine

ONE_EACH = "A task for each, and a session for each"
FAILS = "When one of them fails"
BOUNDED = "No more than the pool can take"
TOO_LATE = "Too late"
BLOCKING = "What keeps the loop from turning"
BUSY = 30  # seconds for checks that look until nothing moves any more, which takes long where the processor is busy


def connections_out(submission):
    """How many connections are out now, and the most there were at once."""
    out = most = 0
    for event in submission.trace.of("checkout", "checkin"):
        out += 1 if event.kind == "checkout" else -1
        most = max(most, out)
    return out, most


def left(said):
    """What a probe says of the moment in which the call came back, in words."""
    ended = "the work had ended" if said["ended"] else "the work was still running"
    return f"it gave {said['came out']!r}; connections still out: {said['connections out']}; {ended}"


async def too_late(submission, probe, **values):
    """What a probe says whose work was stopped by its deadline in a slow statement, on any machine."""
    for seconds in (0.1, 0.8, 3.0):  # on a busy one, the first may be over before the work has begun
        await submission.slow("SELECT")
        said = await submission.probe(probe, seconds=seconds, **values)
        if (await submission.at_gate()).seen:
            break
    return said


# -- fetch_many ------------------------------------------------------------------------------------------------------


@pytest.mark.limit(BUSY)
@pytest.mark.exercise(
    "fetch_many",
    misconception="return the titles in the order in which they came",
    taught=ONE_EACH,
    hint="Keep the tasks in the order of `ids`, and read their results from that list at the end.",
)
async def test_titles_in_the_order_of_the_ids(submission, shop):
    """fetch_many() returns a title for each id, in the order asked, whichever comes first; None for a missing one."""
    books = [*await shop.add_books(3), await shop.add_book(title="")]
    titles = {book.id: book.title for book in books}
    ids = shop.random.sample(list(titles), 4)
    ids.insert(2, 1_000_000)
    ids.append(ids[0])
    await submission.gate()
    call = asyncio.ensure_future(submission.fetch_many(ids=ids, at_once=10))
    standing = await submission.standing(call, expected=5)  # or 6: the same id twice may be asked twice
    if standing:
        await submission.let_one(standing)  # the last one first
        await submission.standing(call, expected=standing - 1)
    await submission.open_gate()
    assert await call == [titles.get(number) for number in ids]


@pytest.mark.exercise(
    "fetch_many",
    misconception="forget the case of no ids, or of fewer ids than `at_once`",
    taught=BOUNDED,
    hint="Nothing in it should depend on how many ids there are: try it with [] and with one.",
)
async def test_few_ids_or_none(submission, shop):
    """fetch_many() also works for no ids at all, for fewer than `at_once`, and one at a time."""
    books = await shop.add_books(3)
    ids, titles = [book.id for book in books], [book.title for book in books]
    for number, at_once in ((3, 1), (1, 5), (0, 3)):
        found = await submission.fetch_many(ids=ids[:number], at_once=at_once)
        assert found == titles[:number], f"{number} ids, at_once={at_once}: {found}, not {titles[:number]}"


@pytest.mark.limit(BUSY)
@pytest.mark.exercise(
    "fetch_many",
    points=2,
    misconception="start a task for every id at once, or ask one after another, or share a session",
    taught=BOUNDED,
    hint="A semaphore of `at_once` goes around the whole work of a task: opening its session too.",
)
async def test_as_many_as_allowed_and_no_more(submission, shop):
    """`at_once` lookups are under way at the same time, each on a connection of its own, and never more."""
    at_once = shop.random.randint(2, 4)
    books = await shop.add_books(2 * at_once + 1)
    await submission.fetch_many(ids=[books[0].id], at_once=1)  # a call of its own, with another limit
    await submission.gate()
    call = asyncio.ensure_future(submission.fetch_many(ids=[book.id for book in books], at_once=at_once))
    standing = await submission.standing(call, expected=at_once)
    asked = f"{len(books)} ids, at_once={at_once}"
    assert standing == at_once, f"{asked}: the number of statements under way at the same time was {standing}"
    taken, _ = connections_out(submission)
    assert taken == at_once, f"{asked}: {standing} statements were under way on {taken} connection(s)"
    await submission.let_one()
    standing = await submission.standing(call, expected=at_once - 1)
    assert standing <= at_once, f"{asked}: when one was done, {standing} were under way"
    await submission.open_gate()
    found = sorted(map(str, await call))  # in which order is for another check
    assert found == sorted(book.title for book in books)
    _, most = connections_out(submission)
    opened = max(most, len(submission.trace.of("connect")))
    assert opened <= at_once, f"{asked}: {opened} connections were taken in all"


@pytest.mark.limit(BUSY)
@pytest.mark.exercise(
    "fetch_many",
    misconception="let the other lookups go on when one has failed, or hide that it has",
    taught=FAILS,
    hint="`gather` leaves the others running when one fails.  A TaskGroup ends them before it raises.",
)
async def test_a_lookup_that_fails(submission, shop):
    """If a lookup fails, the caller is told by its own exception, and no other lookup goes on."""
    books = await shop.add_books(5)
    await submission.gate()
    call = asyncio.ensure_future(submission.probe("fetch", ids=[book.id for book in books], at_once=3))
    standing = await submission.standing(call, expected=3)
    if not standing:
        raised = [names[0] for names in (await call)["raised"]]
        raise AssertionError(f"no lookup came as far as a statement, and what was raised is {', '.join(raised)}")
    await submission.fail_at_gate(min(2, standing))
    if await submission.standing(call, expected=1):
        await submission.open_gate()
    said = await call
    assert said["raised"], f"a lookup failed, nothing was raised, and the call returned {said['came out']}"
    others = [names[0] for names in said["raised"] if "OperationalError" not in names]
    assert not others, f"a lookup failed with an OperationalError, and what was raised is {', '.join(others)}"
    out = said["connections out"]
    assert out == 0, f"a lookup failed, and when the call raised, {out} other lookup(s) still had a connection"
    running = (await submission.at_gate()).standing
    assert running == 0, f"a lookup failed, the call raised, and {running} other lookup(s) went on behind its back"


# -- with_deadline ---------------------------------------------------------------------------------------------------


@pytest.mark.exercise(
    "with_deadline",
    misconception="forget the commit",
    taught=TOO_LATE,
    hint="Work that was done in time is committed, and its value returned.",
)
async def test_work_done_in_time(submission, shop):
    """What `work` did in time is committed, what it returned comes back, and the connection is in the pool again."""
    kept = []
    for gives in (shop.word(), 0, None):  # work may have done a lot, and have nothing to say
        kept.append(shop.email())
        said = await submission.probe("within", seconds=60, email=kept[-1], gives=gives)
        assert said == {"came out": gives, "connections out": 0, "ended": True}, f"work gave {gives!r}: {left(said)}"
        assert await shop.emails() == sorted(kept), f"work gave {gives!r} in time, and what it did is not kept"
    for _ in range(5):  # a busy machine may take that long for next to nothing, but not always
        said = await submission.probe("within", seconds=0.9, email=(word := shop.word()), ending="at once")
        if said["came out"] == word:
            break
    assert said["came out"] == word, f"work took next to nothing of its 0.9 seconds: {left(said)}"


@pytest.mark.limit(BUSY)
@pytest.mark.exercise(
    "with_deadline",
    points=2,
    misconception="return before the work has ended, or keep half of it",
    taught=TOO_LATE,
    hint="Cancelling only asks.  Whoever cancels a task must await it, too; `asyncio.timeout` does both for its block.",
)
async def test_work_that_takes_too_long(submission, shop):
    """When the time is over: None; the work has ended, nothing of it is kept, and its connection is back."""
    for pool in ("cold", "warm"):
        said = await too_late(submission, "within", email=shop.email())
        assert said == {"came out": None, "connections out": 0, "ended": True}, left(said)
        await submission.open_gate()
        assert await shop.emails() == [], f"the work took too long, and what it wrote was kept ({pool} pool)"
    said = await submission.probe("within", seconds=0.3, email=shop.email(), ending="waits")
    assert said == {"came out": None, "connections out": 0, "ended": True}, f"work waited for a message: {left(said)}"
    assert await shop.emails() == [], "the work waited for a message too long, and what it wrote was kept"
    said = await submission.probe("within", seconds=0, email=shop.email())
    assert (said["came out"], said["connections out"]) == (None, 0), f"0 seconds are over at once: {left(said)}"
    assert await shop.emails() == [], "the work had 0 seconds, and what it wrote was kept"


@pytest.mark.exercise(
    "with_deadline",
    misconception="take every exception, or every TimeoutError, for the deadline's",
    taught=TOO_LATE,
    hint="A deadline made by `asyncio.timeout` can say whether it has expired.",
)
async def test_work_that_raises(submission, shop):
    """What `work` raises goes on to the caller, its own TimeoutError too, and nothing is kept."""
    for name in ("Stop", "TimeoutError"):
        said = await submission.probe("within", seconds=60, email=shop.email(), ending=f"raises {name}")
        assert said == {"came out": f"raised {name}", "connections out": 0, "ended": True}, (
            f"work raised {name}: {left(said)}"
        )
    assert await shop.emails() == [], "the work raised, and what it wrote was kept"


@pytest.mark.limit(BUSY)
@pytest.mark.exercise(
    "with_deadline",
    misconception="let the deadline strike while the COMMIT is under way",
    taught=TOO_LATE,
    hint="Which lines stand inside the block of the deadline?  The end of `begin()` is a COMMIT.",
)
async def test_a_commit_that_outlasts_the_deadline(submission, shop):
    """The deadline is for `work`: a COMMIT that takes longer is waited for, and its value returned."""
    email = shop.email()
    for seconds in (0.2, 1.0, 3.0):
        await submission.gate("COMMIT")
        call = asyncio.ensure_future(submission.probe("within", seconds=seconds, email=email))
        if await submission.standing(call, expected=1):
            await asyncio.wait([call], timeout=seconds)
        elif (await call)["came out"] is None and not (await submission.at_gate()).seen:
            continue  # a busy machine: the work itself was too late
        await submission.open_gate()
        break
    told, kept = (await call)["came out"], await shop.emails()
    assert (told, kept) == (email, [email]), f"the caller was told {told!r}, and in the database is {kept}"


@pytest.mark.exercise(
    "with_deadline",
    misconception="leave the work running when the caller goes away",
    taught=TOO_LATE,
    hint="`asyncio.wait` does not cancel what it waits for.  A `try … finally` around it can.",
)
async def test_the_caller_goes_away(submission, shop):
    """If the call itself is cancelled, the work has ended when it returns, nothing is kept, the connection is back."""
    await submission.slow("SELECT")
    said = await submission.probe("within_a_call_that_is_cancelled", email=shop.email())
    assert said == {"came out": "cancelled", "connections out": 0, "ended": True}, left(said)
    await submission.open_gate()
    assert await shop.emails() == []


# -- first_answer ----------------------------------------------------------------------------------------------------


async def asked(submission, shop, number, *ways):
    """Ask so many questions, of which some, drawn at random, act one after another: the titles of these, and all."""
    books = await shop.add_books(number)
    acting = shop.random.sample(range(number), len(ways))
    steps = [[which, way] for which, way in zip(acting, ways, strict=True)]
    said = await submission.probe("first", ids=[book.id for book in books], steps=steps)
    return [books[which].title for which in acting], said


@pytest.mark.exercise(
    "first_answer",
    misconception="ask one question after another, or all through one session",
    taught=ONE_EACH,
    hint="Start a task for each question before you await any, and open a session inside each.",
)
async def test_all_questions_at_the_same_time(submission, shop):
    """All questions are under way at the same time, each with its own session, and the first answer is returned."""
    number = shop.random.randint(3, 5)
    [title], said = await asked(submission, shop, number, "answers")
    at_once = said["at once"]
    assert at_once == {"asked": number, "sessions": number, "connections": number}, (
        f"of {number} questions there were at the same time: {at_once}"
    )
    assert said["came out"] == title, f"the first answer was {title!r}, and what came out {said['came out']!r}"


@pytest.mark.exercise(
    "first_answer",
    misconception="take the first that has ended for the first answer",
    taught=FAILS,
    hint="A task that is done may hold an exception.  Then the race is not over.",
)
async def test_a_question_that_raises_first(submission, shop):
    """Questions that raise are no answer: the first that answers after them is."""
    [*_, title], said = await asked(submission, shop, 4, "raises", "raises", "answers")
    assert said["came out"] == title, f"two raised, then {title!r} was answered; what came out: {said['came out']!r}"


@pytest.mark.exercise(
    "first_answer",
    misconception="raise only one of the errors, or none",
    taught=FAILS,
    hint="Collect what they raise; when none is left, raise ExceptionGroup(text, errors).",
)
async def test_no_question_is_answered(submission, shop):
    """If all of them raise, an ExceptionGroup holds what each has raised."""
    titles, said = await asked(submission, shop, 3, "raises", "raises", "raises")
    raised = sorted(f"Stop({title})" for title in titles)
    assert said["came out"] == raised, f"the questions raised {raised}, and what came out is {said['came out']!r}"
    ended, out = said["ended"], said["connections out"]
    assert (ended, out) == (3, 0), f"of 3 questions {ended} had ended when the call raised; connections out: {out}"
    said = await submission.probe("race", says=[["raises", "alone"]])
    assert said == ["Stop(alone)"], f"the only question raised Stop(alone), and what came out is {said!r}"


@pytest.mark.exercise(
    "first_answer",
    misconception="lose an answer that comes together with an error, or take None for no answer",
    taught=FAILS,
    hint="A question has answered when it has ended and did not raise.  Look at each of those that have ended.",
)
async def test_any_answer_counts(submission, shop):
    """None, 0 and '' are answers too, and so is one that comes at the same moment as another question raises."""
    for answer in (shop.word(), None, 0, ""):
        says = [["raises", shop.word()], ["answers", answer], ["raises", shop.word()]]
        came_out = await submission.probe("race", says=says)
        assert (came_out, type(came_out)) == (answer, type(answer)), (
            f"one question answered {answer!r}, two raised at the same moment, and what came out is {came_out!r}"
        )
    ids = [(await shop.add_book(title="")).id, 1_000_000]  # "" and None are what these questions find
    for number, answer in zip(ids, ("", None), strict=True):
        said = await submission.probe("first", ids=[*ids, number], steps=[[2, "answers"]])
        assert (said["came out"], said["ended"]) == (answer, 3), (
            f"one question answered {answer!r}, two were still under way, and what came out is {said['came out']!r}"
        )


@pytest.mark.exercise(
    "first_answer",
    points=2,
    misconception="cancel the others and not await them, or not cancel them",
    taught=TOO_LATE,
    hint="cancel() asks a task to end.  It has ended when you have awaited it.",
)
async def test_the_others_have_ended(submission, shop):
    """When the first answer is returned, the other questions have ended and all connections are back in the pool."""
    _, said = await asked(submission, shop, 4, "answers")
    ended, out = said["ended"], said["connections out"]
    assert (ended, out) == (4, 0), f"of 4 questions {ended} had ended when the call returned; connections out: {out}"


@pytest.mark.exercise(
    "first_answer",
    misconception="leave the questions running when the caller goes away",
    taught=TOO_LATE,
    hint="What has to happen however the function ends goes in `finally`.",
)
async def test_nobody_waits_for_the_answer(submission, shop):
    """If the call itself is cancelled, all questions have ended when it returns, and all connections are back."""
    books = await shop.add_books(3)
    said = await submission.probe("first", ids=[book.id for book in books], steps=[[-1, "cancels"]])
    came_out, ended, out = said["came out"], said["ended"], said["connections out"]
    assert (came_out, ended, out) == ("cancelled", 3, 0), (
        f"it gave {came_out!r}; of 3 questions {ended} had ended; connections still out: {out}"
    )


# -- repair_shared_session -------------------------------------------------------------------------------------------


async def dashboard(shop, user):
    """What the judge reads."""
    spent = select(func.sum(OrderLine.quantity * OrderLine.price)).join(OrderLine.order)
    return {
        "name": user.full_name,
        "orders": await shop.value(select(func.count()).select_from(Order).where(Order.user_id == user.id)),
        "spent": await shop.value(spent.where(Order.user_id == user.id)) or 0,
    }


@pytest.mark.exercise(
    "repair_shared_session",
    misconception="lose users who have no orders or do not exist",
    taught=ONE_EACH,
    hint="What the three statements ask is right.  Only who sends them, and through which session, has to change.",
)
async def test_the_dashboard(submission, shop):
    """repair_shared_session() returns name, number of orders and what they cost; without such a user None, 0, 0."""
    await shop.add_users(2, orders_each=1)
    users = [await shop.add_user(orders_each=3), await shop.add_user(full_name="")]
    await shop.add_rows(Order, [{"user_id": users[0].id}])  # without a line
    await shop.add_user(full_name=users[0].full_name, orders_each=1)  # a namesake
    for user in users:
        assert await submission.repair_shared_session(user_id=user.id) == await dashboard(shop, user)
    nobody = await submission.repair_shared_session(user_id=1_000_000)
    assert nobody == {"name": None, "orders": 0, "spent": 0}


@pytest.mark.limit(BUSY)
@pytest.mark.exercise(
    "repair_shared_session",
    points=2,
    misconception="share a session between tasks, which goes well as long as nobody has to connect",
    taught=ONE_EACH,
    hint="Either one session and no tasks, or tasks that each open a session of their own.",
)
async def test_no_session_is_shared(submission, shop):
    """No two statements are under way at the same time on one connection."""
    user = await shop.add_user(orders_each=2)
    await submission.probe("open_connections", number=4)  # so that sharing raises nothing
    before, _ = connections_out(submission)
    await submission.gate()
    call = asyncio.ensure_future(submission.repair_shared_session(user_id=user.id))
    while standing := await submission.standing(call, expected=1):
        taken = connections_out(submission)[0] - before
        assert taken >= standing, f"{standing} statements were under way at the same time on {taken} connection(s)"
        await submission.let_one()
    assert await call == await dashboard(shop, user)


# -- repair_blocking -------------------------------------------------------------------------------------------------


async def with_prices(shop, number):
    """Books, and a new price for each."""
    books = await shop.add_books(number)
    return books, {book.isbn: book.price + shop.random.randint(1, 999) for book in books}


async def prices_now(shop):
    """The price of each book in the database."""
    return dict(await shop.rows(select(Book.isbn, Book.price)))


@pytest.mark.exercise(
    "repair_blocking",
    misconception="lose the call, or the number of books",
    taught=BLOCKING,
    hint="The prices still come from `price_of(isbn)`; the number is that of the rows which were changed.",
)
async def test_the_prices_are_stored(submission, shop):
    """repair_blocking() stores the price of each book, and returns how many books that were."""
    books, prices = await with_prices(shop, 4)
    prices[books[1].isbn] = 0
    prices[books[2].isbn] = books[2].price  # as it was
    books.append(await shop.add_book(isbn=shop.word()))
    prices[books[-1].isbn] = books[-1].price + 1
    others = [*await shop.add_books(2), await shop.add_book(isbn=books[-1].isbn.upper())]
    isbns = [*prices, "no such ISBN"]
    shop.random.shuffle(isbns)
    said = await submission.probe("reprice", prices={**prices, "no such ISBN": 1}, isbns=isbns)
    assert said["came out"] == len(books), f"{len(books)} books got a price, and what came out is {said['came out']!r}"
    expected = prices | {book.isbn: book.price for book in others}
    assert await prices_now(shop) == expected
    said = await submission.probe("reprice", prices=prices, isbns=[])
    assert (said["came out"], await prices_now(shop)) == (0, expected), f"without any ISBN: {said['came out']!r}"


@pytest.mark.exercise(
    "repair_blocking",
    misconception="call `price_of` on the event loop's own thread",
    taught=BLOCKING,
    hint="Neither `async def` around it nor `run_sync` is a thread.  `asyncio.to_thread` is.",
)
async def test_the_loop_goes_on_turning(submission, shop):
    """While `price_of` works, in a thread, the event loop turns; also when another call has raised."""
    books, prices = await with_prices(shop, 3)
    said = await submission.probe("reprice", prices=prices, isbns=list(prices), patience=2)
    assert said["came out"] == len(books)
    assert said["on the loop"] == 0, f"{said['on the loop']} of 3 calls kept the event loop from turning"
    assert not said["silent"], "price_of worked in a thread, and the loop's own thread stood still and waited for it"
    said = await submission.probe("reprice", prices=prices, isbns=["refused", *prices], patience=2)
    assert not said["silent"], (
        "one call of price_of raised, others were still at work, and the loop's own thread stood still until they had "
        "ended: `with ThreadPoolExecutor() as …` waits for them at its end, without letting anybody have a turn"
    )


@pytest.mark.exercise(
    "repair_blocking",
    misconception="hold a connection while they wait for something else",
    taught=BOUNDED,
    hint="Ask for all prices first; only then begin the transaction.",
)
async def test_no_connection_is_held(submission, shop):
    """While `price_of` works, no connection is out of the pool."""
    books, prices = await with_prices(shop, 3)
    said = await submission.probe("reprice", prices=prices, isbns=list(prices))
    assert said["came out"] == len(books)
    assert said["holding"] == 0, f"during {said['holding']} of 3 calls a connection was out, and idle"


@pytest.mark.exercise(
    "repair_blocking",
    misconception="commit each price, or swallow what the publisher said",
    taught=FAILS,
    hint="One `begin()` around all the UPDATEs, and no `except`.",
)
async def test_all_prices_or_none(submission, shop):
    """If `price_of` raises, or the database refuses a price, the caller is told and no price is stored."""
    books, prices = await with_prices(shop, 3)
    before = {book.isbn: book.price for book in books}
    said = await submission.probe("reprice", prices=prices, isbns=[*prices, "unknown to the publisher"])
    assert said["came out"] == "Stop(unknown to the publisher)", f"price_of raised; what came out: {said['came out']!r}"
    assert await prices_now(shop) == before, "price_of raised for the last ISBN, and prices are in the database"
    await submission.fault("statement", nth=2, verb="UPDATE")
    try:
        await submission.probe("reprice", prices=prices, isbns=list(prices))
        expected = prices  # one UPDATE for all, or the error was no end
    except Raised as raised:
        if "DBAPIError" not in raised.names and "ExceptionGroup" not in raised.names:
            raise
        expected = before
    assert await prices_now(shop) == expected, "the second UPDATE failed, and half of the prices are in the database"
