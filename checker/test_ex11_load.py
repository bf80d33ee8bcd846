"""Checks of lesson 11: arithmetic, and counts of who is under way; no seconds are judged."""

import asyncio
import math
from fractions import Fraction

import pytest
from sqlalchemy import func, select, update

from checker.judge.comparing import first, same
from workbook.bookshop import Book, Order, OrderLine, User

GENERATOR = "A load generator that stops by itself"
LITTLE = "In use: arrivals, times the time held"
HELD = "Held while nobody asks"
QUEUE = "Where waiting becomes failing"
BUSY = 30  # seconds for a check that looks until nothing moves any more, which takes long where the processor is busy


# -- pool_size_for ---------------------------------------------------------------------------------------------------


def little(per_second, thousandths, spare_in_hundredths):
    """The size in whole numbers: no float comes near it."""
    return max(1, math.ceil(Fraction(per_second * thousandths * (100 + spare_in_hundredths), 100_000)))


async def sized(submission, per_second, thousandths, spare=None):
    """What the learner's function says, and what it should have said, in words."""
    given = {} if spare is None else {"spare": spare / 100}
    found = await submission.plain.pool_size_for(per_second=per_second, seconds_held=thousandths / 1000, **given)
    expected = little(per_second, thousandths, 20 if spare is None else spare)
    asked = f"spare={spare / 100}" if given else "the spare left as it is"
    of = f"{per_second} requests a second that hold a connection for {thousandths / 1000} s, {asked}"
    assert found == expected, f"{of}: {found!r} connections, where {expected} are right"
    assert type(found) is int, f"{of}: {found!r} is not a whole number"


@pytest.mark.exercise(
    "pool_size_for",
    misconception="take the number of processors, or round to the nearest",
    taught=LITTLE,
    hint="What one request holds, times how many come in a second; then a part more of that, then up.",
)
async def test_arrivals_times_time_held(submission, shop):
    """pool_size_for() is the requests a second times the seconds each holds, and a fifth more, rounded up."""
    for _ in range(4):
        await sized(submission, shop.random.randrange(20, 900), shop.random.randrange(11, 400))
    per_second, thousandths = shop.random.choice([(110, 101), (90, 123), (210, 47)])  # 13.33, 13.28, 11.84
    await sized(submission, per_second, thousandths)


@pytest.mark.exercise(
    "pool_size_for",
    misconception="round twice, or forget what `spare` is a part of",
    taught=LITTLE,
    hint="`spare` multiplies, and rounding comes last.",
)
async def test_spare_is_a_part(submission, shop):
    """`spare` may be any share of what is needed, none included, and the result is rounded once, at the end."""
    for spare in (0, 50, shop.random.randrange(30, 300)):
        await sized(submission, shop.random.randrange(50, 500), shop.random.randrange(21, 99), spare)
    await sized(submission, 101, 10, 50)  # 1.01 and a half of it: 2, and 3 if it was rounded before


@pytest.mark.exercise(
    "pool_size_for",
    misconception="believe the last digit of a float",
    taught=LITTLE,
    hint="7.000000000000001 is no eighth connection: `round` to some digits before you round up.",
)
async def test_whole_numbers_stay_whole(submission, shop):
    """A product that is a whole number is not rounded up by a float's last digit, and one that is not is."""
    of_many = [(100, 70, 0), (100, 140, 0), (100, 280, 0), (300, 110, 0), (50, 100, 20), (100, 110, 50), (200, 35, 0)]
    for per_second, thousandths, spare in [*shop.random.sample(of_many[1:], 3), of_many[0]]:
        await sized(submission, per_second, thousandths, spare)
    await sized(submission, 5001, 1, 0)  # 5.001: a sixth


@pytest.mark.exercise(
    "pool_size_for",
    misconception="give no connection at all to a service that is seldom asked",
    taught=LITTLE,
    hint="Whoever holds a connection for a thousandth of a second still needs one.",
)
async def test_never_less_than_one(submission, shop):
    """A service that is seldom asked, or never, needs one connection."""
    await sized(submission, 0, 20)
    await sized(submission, shop.random.randrange(1, 9), 1)


# -- size_from -------------------------------------------------------------------------------------------------------


def most_out(samples):
    """The most that were out at the moment in which one was taken: the number can only grow there."""
    return max((sum(out <= at < back for out, back in samples) for at, _ in samples), default=0)


async def counted(submission, samples):
    """What the learner's function says of these, which are in no order."""
    found = await submission.plain.size_from(samples=samples)
    expected = most_out(samples)
    told = f"{samples}: " if len(samples) < 7 else f"{len(samples)} uses: "
    assert found == expected, f"{told}{found!r} at the same time, where {expected} is right"


@pytest.mark.exercise(
    "size_from",
    points=2,
    misconception="count the samples, or take the average",
    taught=LITTLE,
    hint="Walk through all the moments in order: one more at a check-out, one less at a check-in, and keep the most.",
)
async def test_the_most_at_the_same_time(submission, shop):
    """size_from() is the most uses that overlap, wherever in the run that was, and in whatever order they come."""
    for number, longest in ((40, 30), (60, 400), (25, 4)):
        taken = [shop.random.randrange(1000) / 8 for _ in range(number)]
        uses = [(at, at + shop.random.randrange(1, longest) / 8 + 1 / 16) for at in taken]  # no end is a beginning
        await counted(submission, uses)
    long_one = (0.0, 900.5)  # lasts through all the others, which follow one another
    at = shop.random.randrange(1000) / 8  # microseconds apart, which is apart all the same
    await counted(submission, [(at + step * 3e-6, at + step * 3e-6 + 2e-6) for step in range(5)])
    # three at once for a moment only, in the middle of none of them
    await counted(submission, [(at, at + 9), (at, at + 4), (at + 3.875, at + 8)])
    second = shop.random.randrange(100)  # and all at once, between two whole seconds
    await counted(submission, [(second + step / 16, second + 0.75) for step in range(1, shop.random.randrange(4, 9))])
    row = [(at * 8.0, at * 8.0 + shop.random.choice([1.5, 3.25])) for at in range(1, 30)]
    await counted(submission, shop.random.sample([long_one, *row], 30))


@pytest.mark.exercise(
    "size_from",
    misconception="count what is given back and what is taken at the same moment as two",
    taught=LITTLE,
    hint="At the same moment the check-in comes first.",
)
async def test_given_back_at_the_same_moment(submission, shop):
    """A connection that is given back at the very moment when another is taken does not count beside it."""
    at = shop.random.randrange(1, 90) / 8
    relay = [(at + step, at + step + 1) for step in range(shop.random.randrange(4, 9))]
    await counted(submission, shop.random.sample(relay, len(relay)))
    await counted(submission, shop.random.sample([*relay, *relay[1:]], 2 * len(relay) - 1))


@pytest.mark.exercise(
    "size_from",
    misconception="forget that a run may be empty",
    taught=LITTLE,
    hint="Try it with [] and with one sample.",
)
async def test_one_use_or_none(submission, shop):
    """A run without a use needs no connection, a run with one needs one."""
    await counted(submission, [])
    at = shop.random.randrange(800) / 8
    await counted(submission, [(at, at + 0.125)])


# -- bounded_load ----------------------------------------------------------------------------------------------------


def answers(total, raising=()):
    """What a probe shows of these requests' results: some are nothings, some a TimeoutError of the request's own."""
    nothings: list[object] = [None, 0, "", False, []]
    came = [nothings[number // 2 % 5] if number % 2 else f"answer {number}" for number in range(total)]
    for number in raising:
        came[number] = ["TimeoutError", ""] if number % 2 else ["Stop", str(number)]
    return came


@pytest.mark.exercise(
    "bounded_load",
    misconception="return results in the order in which they came, or lose those that failed",
    taught=GENERATOR,
    hint="Keep the result with the number of its request: a list of `total` places, or the list of the tasks.",
)
async def test_a_result_for_each_request(submission, shop):
    """Each request is made once, and its result, or the exception it raised, is at the place of its number."""
    total, at_once = 9, shop.random.randint(2, 3)
    # of each kind of error there are as many as workers: if each ended one of them, nobody would make the last request
    raising = [*shop.random.sample((0, 2, 4, 6), at_once), *shop.random.sample((1, 3, 5, 7), at_once)]
    releases = [shop.random.randrange(1, 9) for _ in range(total)]
    said = await submission.probe("load", total=total, at_once=at_once, releases=releases, raising=raising)
    assert said["results"] == answers(total, raising), (
        f"{total} requests, of which {sorted(raising)} raise; the results are {said['results']}, expected: "
        f"{answers(total, raising)}"
    )
    assert sorted(said["begun"]) == list(range(total)), f"the requests that were made are {said['begun']}"


@pytest.mark.limit(BUSY)
@pytest.mark.exercise(
    "bounded_load",
    points=2,
    misconception="begin everything at once, or wait for the slowest of a batch",
    taught=GENERATOR,
    hint="Whoever has ended a request takes the next one: `at_once` workers on one iterator, or a semaphore.",
)
async def test_as_many_as_allowed_and_never_idle(submission, shop):
    """`at_once` requests are under way, never more, and when one has ended another begins."""
    at_once = shop.random.randint(3, 5)
    total = 2 * at_once + 2
    releases = [shop.random.randrange(9) for _ in range(total)]
    said = await submission.probe("load", total=total, at_once=at_once, releases=releases, raising=[])
    began, *later = said["under way"]
    asked = f"{total} requests, at_once={at_once}"
    most = max(began, said["most"])
    assert most <= at_once, f"{asked}: {most} were under way at the same time"
    assert began == at_once, f"{asked}: {began} began"
    for ended, (under_way, left) in enumerate(zip(later, range(total - 1, 0, -1), strict=False), 1):
        right = under_way == min(at_once, left)
        assert right, f"{asked}: when {ended} had ended, {under_way} were under way, and there were {left} to make"
    came = sorted(map(repr, said["results"]))  # in which order is for another check
    assert came == sorted(map(repr, answers(total))), f"{asked}; the results are {said['results']}"


@pytest.mark.exercise(
    "bounded_load",
    misconception="forget the case of no requests, or of fewer than `at_once`",
    taught=GENERATOR,
    hint="Nothing in it should need a first request, or `at_once` of them.",
)
async def test_few_requests_or_none(submission, shop):
    """bounded_load() also works for no request at all, for fewer than `at_once`, and one at a time."""
    for total, at_once in ((0, 3), (2, 5), (3, 1), (4, 2)):
        results = await submission.probe("load_at_once", total=total, at_once=at_once)
        assert results == answers(total), f"total={total}, at_once={at_once}: {results}"


@pytest.mark.limit(BUSY)
@pytest.mark.exercise(
    "bounded_load",
    misconception="wait for ever for a server that no longer answers",
    taught=GENERATOR,
    hint="A deadline around all of it.  What has been answered by then stays a result.",
)
async def test_it_stops_by_itself(submission, shop):
    """When the seconds are over, what is missing is a TimeoutError, and no request is under way any more."""
    at_once = shop.random.randint(2, 4)
    answered, total = shop.random.randint(2, 4), 12
    held = list(range(answered, total))
    for seconds in (0.1, 1.0, 3.0):  # on a busy machine the first may be over before all were answered
        said = await submission.probe("load_that_hangs", total=total, at_once=at_once, held=held, seconds=seconds)
        if said["how"] != "returned" or said["results"][:answered] == answers(answered):
            break
    expected = answers(answered) + [["TimeoutError", ""]] * (total - answered)
    asked = f"{total} requests, of which {answered} were answered and the others hang"
    returned = said["how"] == "returned"
    assert returned, f"{asked}; the time was over, and the call went on waiting"
    assert said["results"] == expected, f"{asked}; the results are {said['results']}"
    assert said["under way"] == 0, f"{asked}; when it returned, {said['under way']} were still under way"
    late = said["begun"] - answered - said["most"]  # how many there may be at once is for another check
    assert late == 0, f"{asked}, {at_once} at once; {said['begun']} were begun in all"


@pytest.mark.limit(BUSY)
@pytest.mark.exercise(
    "bounded_load",
    misconception="leave the requests running when the caller goes away",
    taught=GENERATOR,
    hint="A TaskGroup ends its tasks on every way out.  `gather` and `wait` need a `finally`.",
)
async def test_the_caller_goes_away(submission, shop):
    """If the call itself is cancelled, no request is under way when it ends, and no other is begun."""
    at_once = shop.random.randint(2, 4)
    said = await submission.probe("load_that_is_cancelled", total=9, at_once=at_once)
    right = (said["how"], said["under way"], said["more"]) == ("cancelled", 0, 0)
    assert right, (
        f"the call was cancelled with {said['began']} requests under way.  The call: {said['how']}; still under way "
        f"then: {said['under way']}; begun after that: {said['more']}"
    )


# -- repair_slow_endpoint --------------------------------------------------------------------------------------------


async def with_orders(shop, orders):
    """Two users with orders, one order of the first without a line; and the rates of the day."""
    await shop.add_users(1, orders_each=2)
    [user] = await shop.add_users(1, orders_each=orders, lines_each=3)
    await shop.add(Order(user_id=user.id))
    [other] = await shop.add_users(1, orders_each=1)
    # on PostgreSQL a row that is written again stands last: who wants the order of the ids has to ask for it
    first = await shop.value(select(func.min(Order.id)).where(Order.user_id == user.id))
    line = await shop.value(select(func.min(OrderLine.id)).where(OrderLine.order_id == first))
    for owner in (other, user):  # as an index has it, too
        await shop.execute(update(Order).where(Order.id == first).values(user_id=owner.id))
    await shop.execute(update(OrderLine).where(OrderLine.id == line).values(order_id=first))
    rates = dict(zip(("EUR", "JPY", "MXN"), shop.random.sample(range(50, 3000), 3), strict=True))
    return user, other, rates


async def expected_report(shop, user, rate):
    """What the judge reckons."""
    orders = await shop.rows(select(Order.id).where(Order.user_id == user.id).order_by(Order.id))
    lines = select(OrderLine.order_id, Book.title, OrderLine.quantity * OrderLine.price).join(OrderLine.book)
    found = await shop.rows(lines.order_by(OrderLine.id))
    return [
        {
            "id": number,
            "titles": [title for order_id, title, _ in found if order_id == number],
            "total": sum(cost for order_id, _, cost in found if order_id == number) * rate // 100,
        }
        for number in orders
    ]


@pytest.mark.exercise(
    "repair_slow_endpoint",
    misconception="lose an order that has no lines, or take today's price",
    taught=HELD,
    hint="The sums are right.  A join leaves out what has no partner: ask for the orders themselves, too.",
)
async def test_the_report(submission, shop):
    """The report has each order, its titles in order, its total in the currency; for no such user it is empty."""
    user, other, rates = await with_orders(shop, 3)
    another, books = Order(user_id=user.id), await shop.add_books(3)
    await shop.add(another)
    oldest = await shop.value(select(func.min(Order.id)).where(Order.user_id == user.id))
    some = [*books[::-1], books[0]]  # not in the order of the books, and one of them twice
    owners = [another.id, oldest, another.id, another.id]  # the lines of two orders by turns
    lines = [
        {"order_id": owner, "book_id": book.id, "quantity": 1, "price": 50}
        for owner, book in zip(owners, some, strict=True)
    ]
    await shop.add_rows(OrderLine, lines)
    rates["USD"] = 115  # times 100, as floats it is less than 115
    for whom, currency in ((user, "EUR"), (user, "USD"), (other, "JPY"), (user, "EUR")):
        rates["EUR"] += 100  # the bank says another one each time it is asked
        said = await submission.probe("report", user_id=whom.id, rates=rates, currency=currency)
        expected = await expected_report(shop, whom, rates[currency])
        same(said["came out"], expected, "order")
    nobody = await shop.value(select(User.id).order_by(User.id.desc())) + 1000
    said = await submission.probe("report", user_id=nobody, rates=rates, currency="EUR")
    assert said["came out"] == [], f"there is no such user, and the report is {said['came out']!r}"


@pytest.mark.exercise(
    "repair_slow_endpoint",
    points=2,
    misconception="hold a connection while they wait for something else",
    taught=HELD,
    hint="Where does the session's block end, and where does the function wait for the bank?",
)
async def test_no_connection_is_held(submission, shop):
    """While the bank is asked, no connection is out, and it is asked once."""
    user, _, rates = await with_orders(shop, 4)
    said = await submission.probe("report", user_id=user.id, rates=rates, currency="EUR")
    assert said["out"] == 0, f"while the bank was asked, connections out: {said['out']}"
    assert said["asked"] == 1, f"of a user with 5 orders, the bank was asked {said['asked']} times"
    # that one of them has no line is for another check
    first(len(said["came out"]) >= 4, f"of a user with 5 orders the report has {len(said['came out'])}")


@pytest.mark.exercise(
    "repair_slow_endpoint",
    misconception="ask the database once more for each order",
    taught=HELD,
    hint="All lines of all the user's orders can come with one statement: join them to their orders.",
)
async def test_two_statements(submission, shop):
    """Two statements at most are sent, for a few orders and for many."""
    for orders in (2, 9):
        user, _, rates = await with_orders(shop, orders)
        with submission.at_most(2):
            said = await submission.probe("report", user_id=user.id, rates=rates, currency="JPY")
        first(len(said["came out"]) >= orders, f"there are {orders + 1} orders, the report has {said['came out']}")


@pytest.mark.exercise(
    "repair_slow_endpoint",
    misconception="swallow what the bank said",
    taught=HELD,
    hint="No `except`: the caller must know that there is no rate.",
)
async def test_a_bank_that_refuses(submission, shop):
    """What the bank raises goes on to the caller."""
    user, _, rates = await with_orders(shop, 1)
    said = await submission.probe("report", user_id=user.id, rates=rates, currency="XXX")
    assert said["came out"] == "Stop(XXX)", f"the bank raised Stop, and what came out is {said['came out']!r}"


# -- shed ------------------------------------------------------------------------------------------------------------


@pytest.mark.exercise(
    "shed",
    misconception="forget the answer, or turn every error into Busy",
    taught=QUEUE,
    hint="A session's block around `return await work(session)`.",
)
async def test_who_finds_room_is_served(submission, shop):
    """Where there is room, what `work` returns or raises comes back, and the connection is in the pool again."""
    book = await shop.add_book()
    said = await submission.probe("visits", book_id=book.id)
    raised = [f"Stop({book.title})", f"TimeoutError({book.title})"]
    expected = {"answered": book.title, "raised": raised, "sessions": 3, "out": 0}
    assert said == expected, f"three calls one after another gave {said}\nexpected: {expected}"


@pytest.mark.limit(BUSY)
@pytest.mark.exercise(
    "shed",
    points=2,
    misconception="let everybody queue, or refuse callers who could wait, or refuse only after a wait",
    taught=QUEUE,
    hint="Count who is inside, at work or waiting: before the first `await`, or ten see the same free place.",
)
async def test_who_finds_none_is_refused_at_once(submission, shop):
    """As many are at work as the pool has connections, `waiting` more wait, and all others get Busy at once."""
    book = await shop.add_book()
    pool, waiting, refused = shop.random.randint(2, 3), shop.random.randint(2, 4), shop.random.randint(3, 5)
    number = pool + waiting + refused
    asked = f"{number} callers, a pool of {pool}, waiting={waiting}"
    await submission.gate()
    call = asyncio.ensure_future(submission.probe("crowd", pool=pool, waiting=waiting, number=number, book_id=book.id))
    standing = await submission.standing(call, expected=pool)
    busy = 0 if call.done() else (await submission.probe("crowd_now"))["busy"]
    assert standing == pool, f"{asked}: {standing} were at work at the same time"
    assert busy == refused, f"{asked}: {busy} were refused at once, where {refused} should have been"
    await submission.open_gate()
    said = await call
    expected = {"busy": refused, "answered": pool + waiting, "failed": 0, "under way": 0, "out": 0}
    assert said == expected, f"{asked}: in the end {said}\nexpected: {expected}"


@pytest.mark.limit(BUSY)
@pytest.mark.exercise(
    "shed",
    misconception="count who comes and forget to count who goes",
    taught=QUEUE,
    hint="What has to happen however a call ends belongs in `finally`.",
)
async def test_a_place_is_free_again(submission, shop):
    """However calls end, with an answer, with an error or cancelled, the next ones find the same room as the first."""
    book = await shop.add_book()
    pool, endings = 2, [*shop.random.sample(["answers", "raises", "cancelled"], 3), "answers"]
    for waiting in (shop.random.randint(1, 2), 0):
        said = await submission.probe("crowd_after", pool=pool, waiting=waiting, endings=endings, book_id=book.id)
        for before, found in zip(["nobody yet", *endings], said, strict=False):
            right = found == {"at work": pool, "refused": 1}
            assert right, (
                f"{pool + waiting + 1} callers, a pool of {pool}, waiting={waiting}; those before them: {before}.  Now "
                f"{found['at work']} are at work and {found['refused']} were refused; expected: {pool} and 1"
            )


@pytest.mark.limit(BUSY)
@pytest.mark.exercise(
    "shed",
    misconception="keep one count for all engines",
    taught=QUEUE,
    hint="A count for each engine: the engine is the key of `inside`.",
)
async def test_each_engine_has_a_queue_of_its_own(submission, shop):
    """Whoever comes to another engine finds room there, however full the first one is."""
    book = await shop.add_book()
    pool, waiting = shop.random.randint(1, 2), shop.random.randint(1, 2)
    said = await submission.probe("two_engines", pool=pool, waiting=waiting, book_id=book.id)
    right = said == {"first": pool, "second": pool, "refused": 0}
    assert right, (
        f"two engines, each with a pool of {pool} and room for {waiting} more; as many come to each.  At work on the "
        f"first: {said['first']}, on the second: {said['second']}; refused by the second: {said['refused']}"
    )
