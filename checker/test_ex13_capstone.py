"""Checks of lesson 13: the service is asked over HTTP, and the judge reads the database."""

import asyncio
import json
from collections import Counter
from contextlib import suppress

import pytest
from sqlalchemy import column, delete, func, select, table, text, update

from checker.judge.client import leave_midway
from checker.judge.comparing import first, same
from checker.judge.schema import differences
from checker.wall.awkward import ALL_INJECTIONS, INJECTIONS, LONGEST
from checker.wall.verdicts import Wrong
from workbook.bookshop import Base, Book, Order, OrderLine, Profile, User

LAYERS, BELIEF = "Four layers, and one place that commits", "What a client may believe"
KEYS, START = "No answer is not “not done”", "A database that is there already"
READY, EXPORT = "Ready, or not", "An export has a session of its own"

TOTAL = table("orders", column("id"), column("total")).alias("totals")
SIGNS = "!|^$#/~[]"
"""With any of them somebody might escape the signs of a pattern."""
END_THE_OTHERS = text(
    "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = current_database()"
    " AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
)

PATIENCE = 6.0  # seconds for an answer that is due after two
BUSY = 30  # seconds for checks of many requests, or that look until nothing moves: long where the processor is busy


# -- asking ----------------------------------------------------------------------------------------------------------


def new_user(shop, **given):
    return {"email": shop.email(), "full_name": shop.text(), "bio": shop.text(), **given}


def address(length):
    """An email of that many characters: 150 or more."""
    rest = f"@{'b' * 60}.{'c' * 60}.{'d' * 20}.org"
    return "a" * (length - len(rest)) + rest


def wants(books, quantity=1):
    """The body of an order."""
    return {"lines": [{"isbn": book.isbn, "quantity": quantity} for book in books]}


def by(user, key):
    """The headers of an order."""
    return {"X-User-Email": user.email, "Idempotency-Key": key}


async def buy(client, user, key, body):
    return await client.post("/orders", json=body, headers=by(user, key))


def expect(answer, *statuses):
    """The answer's body, or what was answered instead."""
    request = f"{answer.request.method} {answer.request.url.raw_path.decode()}"
    wanted = " or ".join(map(str, statuses))
    first(answer.status_code in statuses, f"{request}: {wanted} was expected, it is {answer.status_code}")
    return answer.json()


def as_books(books):
    return [{"isbn": it.isbn, "title": it.title, "price": it.price, "stock": it.stock} for it in books]


async def pages(client, after="", **query):
    """All pages behind `after`, one after another, and how many they were."""
    found: list[dict] = []
    number = 0
    while after is not None:
        page = expect(await client.get("/books", params={**query, "after": after}), 200)
        found, after, number = found + page["books"], page["next"], number + 1
        first(number < 60, "the pages do not end: `next` is null when no book is behind the page")
    return found, number


# -- looking ---------------------------------------------------------------------------------------------------------


async def placed(shop, user=None):
    """The orders there are, oldest first: id, total, and (isbn, quantity, price) of the lines."""
    found = select(Order.id, TOTAL.c.total).join(TOTAL, TOTAL.c.id == Order.id).order_by(Order.created_at, Order.id)
    orders = await shop.rows(found if user is None else found.where(Order.user_id == user.id))
    lines = select(OrderLine.order_id, Book.isbn, OrderLine.quantity, OrderLine.price).join(OrderLine.book)
    by_order: dict[int, list[tuple]] = {}
    for order, *line in await shop.rows(lines.order_by(Book.isbn)):
        by_order.setdefault(order, []).append(tuple(line))
    return [(number, total, by_order.get(number, [])) for number, total in orders]


async def stocks(shop):
    return dict(await shop.rows(select(Book.isbn, Book.stock)))


def told(order):
    """An order of `placed`, as POST /orders answers it."""
    number, total, lines = order
    return {
        "id": number,
        "total": total,
        "lines": [dict(zip(("isbn", "quantity", "price"), line, strict=True)) for line in lines],
    }


async def one_order(shop, user, books, before, quantity=1):
    """The only order there is, whole: its lines, its total, and the copies that are gone."""
    orders = await placed(shop, user)
    number = len(orders)
    assert number == 1, f"there should be one order, there are {number}: {orders}"
    lines = [(book.isbn, quantity, book.price) for book in sorted(books, key=lambda it: it.isbn)]
    assert orders[0][1:] == (sum(quantity * book.price for book in books), lines), "the order is not whole"
    left = {book.isbn: before[book.isbn] - quantity for book in books}
    assert await stocks(shop) == before | left
    return orders[0]


def answered_again(again, before):
    """The answer to a key that was used is the one of then."""
    assert again == before, "asked again with the same key and lines, the service answered, and had answered before"


async def nothing_happened(shop, before):
    """No order, and every copy on the shelf."""
    assert await placed(shop) == []
    assert await shop.count(OrderLine) == 0
    assert await stocks(shop) == before, "there is no order, and the copies on the shelf are not those of before"


def still_out(trace):
    """How many connections were taken and not given back; one that is cut off comes back more than once."""
    out: set[int] = set()
    for event in trace.of("checkout", "checkin", "close"):
        (out.add if event.kind == "checkout" else out.discard)(event.connection)
    return len(out)


async def all_given_back(submission):
    """Raise AssertionError if a connection stays out.

    Ask while the service runs: at its end what it has lost is collected, and looks as if it had been given back.
    """
    for _ in range(60):
        await submission.look()
        left = still_out(submission.trace)
        if left == 0:
            break
        await asyncio.sleep(PATIENCE / 60)
    assert left == 0, f"connections that were taken and not given back: {left}"


def tried_again(answer, *secrets):
    """Whether the service says that it has done it all the same; else it is a 5xx whose body gives nothing away."""
    if answer.status_code in (200, 201):
        return True
    first(answer.status_code >= 500, f"the database failed, and the answer is {answer.status_code}")
    found = [word for word in ("INSERT", "SELECT", "UPDATE", "sqlalchemy", "SQLSTATE", *secrets) if word in answer.text]
    assert not found, f"the body of the {answer.status_code} tells the world {found}: {answer.text[:300]!r}"
    return False


# -- register --------------------------------------------------------------------------------------------------------


@pytest.mark.exercise(
    "create_app",
    taught=LAYERS,
    hint="User and profile go into one session and are committed once; the answer is made of what was stored.",
)
async def test_register_stores_user_and_profile(submission, shop):
    """POST /register answers 201 with the user, who is stored with a profile, exactly as they were sent."""
    news = [new_user(shop), new_user(shop, full_name=ALL_INJECTIONS.ljust(LONGEST, ".")[:LONGEST], bio="x" * 2000)]
    news += [
        new_user(shop, full_name=f" {shop.text()} ", bio=f"\n{shop.text()} "),
        new_user(shop, full_name="É", email=address(LONGEST)),
    ]
    without = {name: value for name, value in new_user(shop).items() if name != "bio"}
    async with submission.serve("create_app") as client:
        for new in [*news, without]:
            answer = expect(await client.post("/register", json=new), 201)
            stored = select(User.id, User.email, User.full_name, Profile.bio).join(User.profile)
            rows = await shop.rows(stored.where(User.email == new["email"]))
            expected = {"bio": "", **new, "id": answer.get("id")}
            assert answer == expected
            assert rows == [tuple(expected[name] for name in ("id", "email", "full_name", "bio"))]


@pytest.mark.exercise(
    "create_app",
    misconception="look whether an email is free, and then take it",
    taught=BELIEF,
    hint="Let the unique constraint decide, catch the IntegrityError around the commit, and answer 409.",
)
@pytest.mark.limit(BUSY)
async def test_register_a_taken_email(submission, shop):
    """POST /register answers 409 if the email is taken, also at the same moment, and stores nothing of it."""
    user = await shop.add_user()
    new = new_user(shop)
    async with submission.serve("create_app") as client:
        expect(await client.post("/register", json=new_user(shop, email=user.email)), 409)
        assert await shop.count(Profile) == 0
        await submission.meet("SELECT", parties=2)
        answers = await asyncio.gather(*[client.post("/register", json=new) for _ in range(2)])
    statuses = sorted(answer.status_code for answer in answers)
    assert statuses == [201, 409], "two registered with one email at the same moment"
    assert await shop.emails() == sorted([user.email, new["email"]])
    assert await shop.count(Profile) == 1


@pytest.mark.exercise(
    "create_app",
    taught=BELIEF,
    hint="Say the lengths in the schema of the body: FastAPI answers 422 by itself.",
)
async def test_register_refuses_a_bad_body(submission, shop):
    """POST /register answers 422 to what is no email, too long, empty or missing, and stores nothing."""
    bad = [{"email": shop.word()}, {"full_name": ""}, {"full_name": "x" * (LONGEST + 1)}, {"bio": "x" * 2001}]
    async with submission.serve("create_app") as client:
        for each in [*bad, {"email": address(LONGEST + 1)}, {"email": None}]:
            expect(await client.post("/register", json=new_user(shop, **each)), 422)
    assert await shop.emails() == []


# -- books -----------------------------------------------------------------------------------------------------------


@pytest.mark.exercise(
    "create_app",
    taught=LAYERS,
    hint="Ask for one book more than the page shows: whether it comes says whether there is a next page.",
)
async def test_books_in_pages(submission, shop):
    """GET /books gives every book once, in order, 20 a page or as asked, and `next` is null only on the last page."""
    size = shop.random.randrange(2, 5)
    books = sorted(await shop.add_books(3 * size), key=lambda it: it.isbn)
    async with submission.serve("create_app") as client:
        for each, number in [(size, 3), (size + 1, None), (100, 1), (1, 3 * size)]:
            found, seen = await pages(client, size=each)
            same(found, as_books(books), "book")
            assert number in (None, seen), f"{3 * size} books, {each} a page: {number} pages were expected, not {seen}"
        books = sorted([*books, *await shop.add_books(20)], key=lambda it: it.isbn)
        whole = expect(await client.get("/books"), 200)
        same(whole["books"], as_books(books)[:20], "book")


@pytest.mark.exercise(
    "create_app",
    misconception="number the rows of a list that changes",
    taught=LAYERS,
    hint="A page begins behind the last ISBN, not at a row number: `WHERE isbn > …`, ordered by isbn.",
)
async def test_books_while_others_come_and_go(submission, shop):
    """GET /books repeats no book and leaves out none when books come and go between two pages."""
    books = sorted(await shop.add_books(6), key=lambda it: it.isbn)
    async with submission.serve("create_app") as client:
        page = expect(await client.get("/books", params={"size": 2}), 200)
        await shop.add_book(isbn="000")  # before the first
        rest, _ = await pages(client, page["next"], size=2)
        same(page["books"] + rest, as_books(books), "book")
        page = expect(await client.get("/books", params={"size": 3}), 200)
        await shop.execute(delete(Book).where(Book.isbn == page["next"]))
        rest, _ = await pages(client, page["next"], size=2)
        same(rest, as_books(books[2:]), "book")


@pytest.mark.exercise(
    "create_app",
    misconception="let somebody's % stand for anything",
    taught=LAYERS,
    hint="`icontains(…, autoescape=True)` takes what was typed for what it is.",
)
async def test_books_by_their_title(submission, shop):
    """GET /books?q= finds the titles that contain it, literally, capital and small letters alike."""
    word = shop.word()
    titles = [f"{word.upper()} 50% off", f"The {word} a_b", f"{word.title()}", f"{shop.word()}", "back\\slash"]
    titles += [f"50 off {word}", "axb", f"{word}{SIGNS}", f"É{word}"]
    books = sorted([await shop.add_book(title=title) for title in titles], key=lambda it: it.isbn)
    async with submission.serve("create_app") as client:
        for q in (word, word.upper(), "%", "_", "50%", "a_B", "\\", *SIGNS, "É", shop.word(), *INJECTIONS):
            expected = [book for book in books if q.lower() in book.title.lower()]
            found, _ = await pages(client, q=q, size=2)
            same(found, as_books(expected), f"book for q={q!r}")


@pytest.mark.exercise(
    "create_app",
    taught=BELIEF,
    hint="The bounds of a parameter belong in its annotation: `Query(ge=1, le=100)`.",
)
async def test_books_of_a_size_that_is_none(submission, shop):
    """GET /books answers 422 to a size below 1 or above 100, or that is no number."""
    async with submission.serve("create_app") as client:
        for size in (0, -1, 101, "many"):
            expect(await client.get("/books", params={"size": size}), 422)


@pytest.mark.exercise(
    "create_app",
    misconception="fetch more than they show",
    taught=LAYERS,
    hint="Filter, order and limit in the query, not in Python.",
)
async def test_books_in_two_statements(submission, shop):
    """GET /books sends at most 2 statements, and fetches at most one row more than it shows, at two sizes."""
    async with submission.serve("create_app") as client:
        for size in (3, shop.random.randrange(30, 60)):
            await shop.add_books(2 * size)
            with submission.at_most(2, rows=size + 1):
                page = expect(await client.get("/books", params={"size": size}), 200)
                await submission.look()
            first(len(page["books"]) == size, f"{size} books were asked for, {len(page['books'])} came")


# -- orders ----------------------------------------------------------------------------------------------------------


@pytest.mark.exercise(
    "create_app",
    taught=LAYERS,
    hint="One transaction: the order, its lines with the prices of now, the copies taken, and the total.",
)
async def test_an_order_is_stored_and_told(submission, shop):
    """POST /orders answers 201 with the order, as it is stored: prices of now, copies taken, `total` in its column."""
    other, user = await shop.add_users(2)  # not in the order of their orders' numbers
    books = await shop.add_books(4, stock=9)
    async with submission.serve("create_app") as client:
        before = await stocks(shop)
        answer = expect(await buy(client, user, shop.word(), wants(books[2::-1], 2)), 201)
        assert answer == told(await one_order(shop, user, books[:3], before, 2))
        await shop.execute(update(Book).values(price=Book.price + 7))
        again = expect(await buy(client, other, shop.word(), wants(books[:1])), 201)
    [order] = await placed(shop, other)
    assert (again, order[1]) == (told(order), books[0].price + 7)


@pytest.mark.exercise(
    "create_app",
    misconception="keep the part of an order that could be filled",
    taught=BELIEF,
    hint="Raise inside the block of the transaction: then it is rolled back, with all that was done before.",
)
async def test_an_order_that_is_refused_leaves_nothing(submission, shop):
    """POST /orders answers 404 or 409 to a book that is missing or sold out, stores nothing, and the key stays free."""
    user, key = await shop.add_user(), shop.word()
    books = sorted(await shop.add_books(3, stock=3), key=lambda it: it.isbn)
    scarce, before = books[2], await stocks(shop)
    async with submission.serve("create_app") as client:
        missing = wants(books)
        missing["lines"].append({"isbn": f"9{scarce.isbn}", "quantity": 1})
        expect(await buy(client, user, key, missing), 404)
        await nothing_happened(shop, before)
        too_many = wants(books[:2])
        too_many["lines"].append({"isbn": scarce.isbn, "quantity": 4})
        expect(await buy(client, user, key, too_many), 409)
        await nothing_happened(shop, before)
        expect(await buy(client, user, key, wants(books, 3)), 201)
    await one_order(shop, user, books, before, 3)


@pytest.mark.exercise(
    "create_app",
    taught=BELIEF,
    hint="Lengths and bounds belong in the schemas; that no ISBN comes twice is a validator of the whole body.",
)
async def test_an_order_of_another_form(submission, shop):
    """POST /orders takes 1 to 50 lines of 1 to 100 copies, no book twice, and a key; all else is answered with 422."""
    user, book = await shop.add_user(), await shop.add_book(stock=500)
    before, line = await stocks(shop), {"isbn": book.isbn, "quantity": 1}
    many = [{"isbn": str(number), "quantity": 1} for number in range(51)]
    bodies = [{"lines": []}, {"lines": many}, {"lines": [line, line]}, {}]
    bodies += [{"lines": [{"isbn": book.isbn, "quantity": quantity}]} for quantity in (0, -1, 101, "two")]
    async with submission.serve("create_app") as client:
        for body in bodies:
            expect(await buy(client, user, shop.word(), body), 422)
        for headers in ({"X-User-Email": user.email}, by(user, ""), by(user, "k" * 101)):
            expect(await client.post("/orders", json={"lines": [line]}, headers=headers), 422)
        await nothing_happened(shop, before)
        expect(await buy(client, user, "k" * 100, wants([book], 100)), 201)
        expect(await buy(client, user, shop.word(), wants([book, *await shop.add_books(49)])), 201)


@pytest.mark.exercise(
    "create_app",
    misconception="let in somebody who did not say who they are",
    taught=BELIEF,
    hint="Ask for the user with exactly this email before anything else, and answer 401 if nobody comes back.",
)
async def test_nobody_is_a_401(submission, shop):
    """POST /orders and GET /me/orders answer 401 without the header, or with an email that is nobody's (any more)."""
    user, book = await shop.add_user(orders_each=1), await shop.add_book()
    before = await stocks(shop)
    async with submission.serve("create_app") as client:
        for email in (None, "", "%", shop.email(), user.email.swapcase(), f"{user.email}' OR '1'='1"):
            headers = {"Idempotency-Key": shop.word()} | ({} if email is None else {"X-User-Email": email})
            expect(await client.post("/orders", json=wants([book]), headers=headers), 401)
            expect(await client.get("/me/orders", headers=headers), 401)
        before_it, now = {"X-User-Email": user.email}, shop.email()
        expect(await client.get("/me/orders", headers=before_it), 200)
        await shop.execute(update(User).where(User.id == user.id).values(email=now))
        expect(await client.get("/me/orders", headers=before_it), 401)  # kept in the database and nowhere else
        expect(await client.get("/me/orders", headers={"X-User-Email": now}), 200)
    assert (len(await placed(shop)), await stocks(shop)) == (1, before)


# -- the same order again --------------------------------------------------------------------------------------------


@pytest.mark.exercise(
    "create_app",
    misconception="take a second request for a second order",
    taught=KEYS,
    hint="Store the key with the order. Whoever comes with it again gets that order as it was stored.",
)
async def test_the_same_order_again(submission, shop):
    """POST /orders with the same key and lines gives the same answer again, and nothing is ordered twice."""
    user, books, key = await shop.add_user(), await shop.add_books(3, stock=1), shop.word()
    async with submission.serve("create_app") as client:
        before = await stocks(shop)
        answer = expect(await buy(client, user, key, wants(books)), 201)
        await shop.execute(update(Book).values(price=Book.price + 11))  # and all are sold out
        for body in (wants(books), wants(books[::-1])):
            again = expect(await buy(client, user, key, body), 200, 201)
            answered_again(again, answer)
    await one_order(shop, user, books, before)


@pytest.mark.exercise(
    "create_app",
    misconception="answer another order with the first one",
    taught=KEYS,
    hint="Compare what is wanted now with the lines of the order that was placed with this key.",
)
async def test_the_same_key_for_another_order(submission, shop):
    """POST /orders with a used key and other lines answers 409, and nothing is ordered."""
    user, books, key = await shop.add_user(), await shop.add_books(3, stock=9), shop.word()
    async with submission.serve("create_app") as client:
        before = await stocks(shop)
        expect(await buy(client, user, key, wants(books[:2])), 201)
        for body in (wants(books[:2], 2), wants(books), wants(books[:1]), wants(books[1:])):
            expect(await buy(client, user, key, body), 409)
    await one_order(shop, user, books[:2], before)


@pytest.mark.exercise(
    "create_app",
    misconception="keep one customer's keys from another",
    taught=KEYS,
    hint="Unique is the pair: the user and the key.",
)
async def test_a_key_is_its_users_own(submission, shop):
    """Two users may choose the same key: each gets an order of their own, and each keeps it."""
    users, book, key = await shop.add_users(2), await shop.add_book(stock=9), shop.word()
    async with submission.serve("create_app") as client:
        answers = [expect(await buy(client, user, key, wants([book])), 201) for user in users]
        again = [expect(await buy(client, user, key, wants([book])), 200, 201) for user in users]
    assert again == answers
    assert [[told(order) for order in await placed(shop, user)] for user in users] == [[each] for each in answers]


@pytest.mark.exercise(
    "create_app",
    misconception="compare a part of the key, or ignore the case of its letters",
    taught=KEYS,
    hint="A key is stored and compared as it was sent: all of its 100 characters.",
)
async def test_keys_that_are_nearly_alike(submission, shop):
    """Keys that differ in the last of 100 characters, or in a letter's case, are two keys, and each has its order."""
    user, book = await shop.add_user(), await shop.add_book(stock=9)
    key = (shop.word() * 50)[:99] + "a"
    keys = (key, key[:-1] + "b", key.upper(), key[:-1])
    async with submission.serve("create_app") as client:
        answers = [expect(await buy(client, user, each, wants([book])), 201) for each in keys]
        again = [expect(await buy(client, user, each, wants([book])), 200, 201) for each in keys]
    answered_again(again, answers)
    orders = len(await placed(shop, user))
    assert orders == 4, f"there were four keys, and there are {orders} orders"


@pytest.mark.exercise(
    "create_app",
    misconception="look whether a key is free, and then use it",
    taught=KEYS,
    hint="A unique constraint lets one of two in. The other catches the IntegrityError and tells of the first's order.",
)
@pytest.mark.limit(BUSY)
async def test_twins(submission, shop):
    """Two requests with one key for the last copies, at the same moment, are one order, and both get its answer."""
    user, books, key = await shop.add_user(), await shop.add_books(2, stock=1), shop.word()
    async with submission.serve("create_app") as client:
        before = await stocks(shop)
        await submission.gate("UPDATE")
        calls = [asyncio.ensure_future(buy(client, user, key, wants(books))) for _ in range(2)]
        await submission.standing(*calls, expected=1)
        await submission.open_gate()
        answers = [expect(answer, 200, 201) for answer in await asyncio.gather(*calls)]
    order = await one_order(shop, user, books, before)
    assert answers == [told(order)] * 2


@pytest.mark.exercise(
    "create_app",
    misconception="take silence for a no",
    taught=KEYS,
    hint="The key belongs in the same transaction as the order: then both are there, or neither.",
)
@pytest.mark.limit(BUSY)
async def test_a_client_that_hangs_up_and_tries_again(submission, shop):
    """A client hangs up in the middle of its order and asks again with the same key: that is one order, whole."""
    user, books, key = await shop.add_user(), await shop.add_books(2, stock=5), shop.word()
    async with submission.serve("create_app") as client:
        before = await stocks(shop)
        await submission.gate("UPDATE")
        call = asyncio.ensure_future(buy(client, user, key, wants(books)))
        await submission.standing(call, expected=1)
        call.cancel()
        await asyncio.wait([call])
        await submission.open_gate()
        answer = expect(await buy(client, user, key, wants(books)), 200, 201)
    assert answer == told(await one_order(shop, user, books, before))


@pytest.mark.exercise(
    "create_app",
    misconception="take silence for a no",
    taught=KEYS,
    hint="Nobody can know whether a COMMIT without an answer was done. The unique key knows.",
)
async def test_a_commit_without_an_answer(submission, shop):
    """The connection breaks just after the COMMIT of an order: asked again with its key, there is one order."""
    user, books, key = await shop.add_user(), await shop.add_books(2, stock=5), shop.word()
    async with submission.serve("create_app") as client:
        before = await stocks(shop)
        await submission.fault("unanswered")
        await buy(client, user, key, wants(books))
        answer = expect(await buy(client, user, key, wants(books)), 200, 201)
    assert answer == told(await one_order(shop, user, books, before))


# -- many at once ----------------------------------------------------------------------------------------------------


@pytest.mark.exercise(
    "create_app",
    misconception="read the stock, and write what they have calculated from it",
    taught=KEYS,
    hint="Take the copies in one UPDATE that asks for enough of them: `WHERE stock >= …`.",
)
@pytest.mark.limit(BUSY)
async def test_twenty_buyers(submission, shop):
    """Twenty buy at the same moment, and there are too few copies for all: as many get one as there are copies."""
    users, stock = await shop.add_users(20), shop.random.randrange(4, 9)
    book = await shop.add_book(stock=stock)
    async with submission.serve("create_app") as client:
        await submission.meet("SELECT", parties=20)
        answers = await asyncio.gather(*[buy(client, user, "first", wants([book])) for user in users])
        statuses = Counter(answer.status_code for answer in answers)
        again = [await buy(client, user, "second", wants([book])) for user in users[:2]]
    assert dict(statuses) == {201: stock, 409: 20 - stock}, (
        f"twenty wanted one of {stock} copies: how many got which answer"
    )
    assert [answer.status_code for answer in again] == [409, 409]
    assert (len(await placed(shop)), await stocks(shop)) == (stock, {book.isbn: 0})


@pytest.mark.exercise(
    "create_app",
    misconception="lock in their own process what another one sells too",
    taught=KEYS,
    hint="A lock of asyncio keeps the requests of one process apart. Let the UPDATE ask whether there is enough.",
)
@pytest.mark.only("postgresql", reason="who writes on SQLite locks the whole file: nobody else sells meanwhile")
@pytest.mark.limit(BUSY)
async def test_sold_elsewhere(submission, shop):
    """Another process sells the last copy while an order is on its way to take it: 409, and nothing is stored."""
    user, book = await shop.add_user(), await shop.add_book(stock=1)
    async with submission.serve("create_app") as client:
        await submission.gate("UPDATE")
        call = asyncio.ensure_future(buy(client, user, shop.word(), wants([book])))
        await submission.standing(call, expected=1)
        sale = update(Book).where(Book.stock > 0).values(stock=Book.stock - 1)
        selling = asyncio.ensure_future(shop.execute(sale))
        await asyncio.wait([selling], timeout=PATIENCE / 2)  # a service that has locked the book goes first
        await submission.open_gate()
        answer, sold = await call, await selling
    first(answer.status_code in (201, 409), f"201 or 409 was expected, it is {answer.status_code}")
    orders = len(await placed(shop))
    assert (sold + orders, await stocks(shop)) == (1, {book.isbn: 0}), (
        f"{sold + orders} were sold, and there was one copy"
    )
    assert answer.status_code == (201 if orders else 409)


@pytest.mark.exercise(
    "create_app",
    misconception="lock rows in the order in which they are named",
    taught=KEYS,
    hint="When everybody takes the books in one order, nobody waits in a circle: sort them.",
)
@pytest.mark.only("postgresql", reason="SQLite locks the whole file: there is no deadlock of two rows")
@pytest.mark.limit(BUSY)
async def test_two_orders_crosswise(submission, shop):
    """Two orders for the same two books, named in opposite order at the same moment, are both placed."""
    users, books = await shop.add_users(2), await shop.add_books(2, stock=9)
    async with submission.serve("create_app") as client:
        await submission.meet("UPDATE", parties=2)
        orders = [wants(books), wants(books[::-1])]
        calls = [buy(client, user, shop.word(), body) for user, body in zip(users, orders, strict=True)]
        answers = await asyncio.gather(*calls)
    statuses = [answer.status_code for answer in answers]
    assert statuses == [201, 201], "there are copies enough: one order failed because of the other"
    assert set((await stocks(shop)).values()) == {7}


# -- my orders -------------------------------------------------------------------------------------------------------


@pytest.mark.exercise(
    "create_app",
    misconception="show somebody else's orders",
    taught=LAYERS,
    hint="Ask for the orders of this user, ordered by `created_at` and `id`, both descending; lines by their ISBNs.",
)
async def test_my_orders(submission, shop):
    """GET /me/orders shows my orders and nobody else's, the newest first, old ones with their totals."""
    users = await shop.add_users(3, orders_each=3, lines_each=3)
    one, nobody = users[1], await shop.add_user()
    same_time = await shop.value(select(Order.created_at).where(Order.user_id == one.id).limit(1))
    await shop.add(Order(user_id=one.id, created_at=same_time), Order(user_id=one.id, created_at=same_time))
    async with submission.serve("create_app") as client:
        expect(await buy(client, one, shop.word(), wants(await shop.add_books(2))), 201)
        found = expect(await client.get("/me/orders", headers={"X-User-Email": one.email}), 200)
        assert expect(await client.get("/me/orders", headers={"X-User-Email": nobody.email}), 200) == []
    titles = dict(await shop.rows(select(Book.isbn, Book.title)))
    expected = [told(order) for order in reversed(await placed(shop, one))]
    for order in expected:
        for line in order["lines"]:
            line["title"] = titles[line["isbn"]]
    same(found, expected, "order")


@pytest.mark.exercise(
    "create_app",
    misconception="ask once for every order",
    taught=LAYERS,
    hint="`selectinload(Order.lines).joinedload(OrderLine.book)` is one statement for all the lines.",
)
async def test_my_orders_in_three_statements(submission, shop):
    """GET /me/orders sends at most 3 statements, for three orders and for dozens."""
    few, many = 3, shop.random.randrange(30, 60)
    users = [await shop.add_user(orders_each=number, lines_each=3) for number in (few, many)]
    async with submission.serve("create_app") as client:
        for user, number in zip(users, (few, many), strict=True):
            with submission.at_most(3):
                found = expect(await client.get("/me/orders", headers={"X-User-Email": user.email}), 200)
                await submission.look()
            first(len(found) == number, f"{number} orders were expected, {len(found)} came")


# -- export ----------------------------------------------------------------------------------------------------------


@pytest.mark.exercise(
    "create_app",
    taught=EXPORT,
    hint="Each line is one `json.dumps`, and ends with a newline.",
)
async def test_the_export_is_complete(submission, shop):
    """GET /export streams every order line as a line of JSON, in order."""
    await shop.add_users(4, orders_each=3, lines_each=3)
    first_order, book = await shop.value(select(func.min(Order.id))), await shop.add_book()
    late = {"order_id": first_order, "book_id": book.id, "quantity": 1, "price": book.price}
    await shop.add_rows(OrderLine, [late])  # the newest line belongs to the oldest order
    # and PostgreSQL puts a row that was changed behind those that were not
    await shop.execute(update(OrderLine).where(OrderLine.id % 2 == 1).values(quantity=OrderLine.quantity + 1))
    async with submission.serve("create_app") as client:
        answer = await client.get("/export")
        first(answer.status_code == 200, f"the answer is {answer.status_code}")
    kind = answer.headers.get("content-type", "").partition(";")[0].strip()
    assert kind == "application/x-ndjson", f"the type of the answer is {kind!r}"
    wanted = select(OrderLine.order_id, User.email, Book.isbn, OrderLine.quantity, OrderLine.price)
    wanted = wanted.join(OrderLine.order).join(Order.user).join(OrderLine.book).order_by(Order.id, OrderLine.id)
    names = ("order", "email", "isbn", "quantity", "price")
    expected = [dict(zip(names, row, strict=True)) for row in await shop.rows(wanted)]
    try:
        found = [json.loads(line) for line in answer.text.splitlines()]
    except ValueError:
        raise AssertionError(f"not every line is JSON: {answer.text[:200]!r}") from None
    same(found, expected, "line")


async def an_order(shop):
    """An order without lines, and a book; before the service starts, for from then on an order has a total."""
    order = Order(user_id=(await shop.add_user()).id)
    await shop.add(order)
    return order, await shop.add_book()


async def add_lines(shop, order, book, number):
    """So many lines more in an order."""
    await shop.run(
        "INSERT INTO order_lines (order_id, book_id, quantity, price)"
        f" WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {number})"
        f" SELECT {order.id}, {book.id}, 1, n FROM numbers"
    )


@pytest.mark.exercise(
    "create_app",
    misconception="gather everything, and send it then",
    taught=EXPORT,
    hint="`session.stream` with `yield_per`, and a generator that yields what it has read.",
)
@pytest.mark.limit(BUSY)
async def test_the_export_holds_a_thousand_rows(submission, shop):
    """GET /export of 40,000 lines needs no more memory than some hundreds of them."""
    order, book = await an_order(shop)
    async with submission.serve("create_app") as client:
        await add_lines(shop, order, book, 500)
        await client.get("/export")
        await add_lines(shop, order, book, 39_500)
        with submission.memory_at_most(megabytes=6):
            answer = await client.get("/export")
    found = {"status": answer.status_code, "lines": answer.text.count("\n")}
    assert found == {"status": 200, "lines": 40_000}


@pytest.mark.exercise(
    "create_app",
    misconception="keep the connection of an export that nobody reads",
    taught=EXPORT,
    hint="An `async with` around the session in the generator closes it, even when the generator is cancelled.",
)
@pytest.mark.limit(BUSY)
async def test_an_export_that_is_left(submission, shop):
    """When the client goes away, at the end of GET /export or in the middle of it, the connection comes back."""
    order, book = await an_order(shop)
    async with submission.serve("create_app") as client:
        await client.get("/export")
        await all_given_back(submission)  # a transaction that is cut off ends without the service; this one does not
        await add_lines(shop, order, book, 10_000)  # some 700 KB, more than a socket holds
        for _ in range(3):
            await leave_midway(client, "/export")
        expect(await client.get("/ready"), 200)
        expect(await client.get("/books"), 200)
        await all_given_back(submission)


@pytest.mark.exercise(
    "create_app",
    misconception="end an export that has failed as if it were whole",
    taught=BELIEF,
    hint="Let the exception out of the generator: the answer breaks off, and the client knows. What makes an answer of "
    "every exception must leave alone those of a stream that has begun.",
)
async def test_an_export_that_fails(submission, shop):
    """When the database fails during GET /export, the answer is a 5xx or breaks off, and the connection comes back."""
    order, book = await an_order(shop)
    number = shop.random.randrange(1_200, 1_500)
    await add_lines(shop, order, book, number)
    async with submission.serve("create_app") as client:
        for nth in (1, 2):  # a service that asks for a page at a time has a second statement
            await submission.fault("statement", nth, verb="SELECT")
            with suppress(Wrong):  # it broke off
                answer = await client.get("/export")
                came = answer.text.count("\n")
                told = f"{answer.status_code}, and {came} of {number} lines"
                assert answer.status_code >= 500 or came == number, f"a statement failed, and this looks whole: {told}"
        await all_given_back(submission)


@pytest.mark.exercise(
    "create_app",
    misconception="end an export that has failed as if it were whole",
    taught=BELIEF,
    hint="Let the exception out of the generator, also where rows are fetched: the answer breaks off.",
)
@pytest.mark.limit(BUSY)
@pytest.mark.only("postgresql", reason="nobody can cut the connection to a file")
async def test_an_export_that_is_cut_off(submission, shop):
    """When the connection is lost in the middle of GET /export, the answer breaks off, and the next one is whole."""
    order, book = await an_order(shop)
    await add_lines(shop, order, book, 10_000)
    async with submission.serve("create_app") as client:
        with suppress(Wrong):  # it broke off
            answer = await client.get("/export", extensions={"midway": lambda: shop.value(END_THE_OTHERS)})
            came = answer.text.count("\n")
            assert came == 10_000, f"the connection was lost, and this looks whole: {came} of 10000 lines"
        assert (await client.get("/export")).text.count("\n") == 10_000, "lines of the next export"


# -- ready -----------------------------------------------------------------------------------------------------------


@pytest.mark.exercise(
    "create_app",
    taught=READY,
    hint="Ask the database something small, inside `asyncio.timeout`.",
)
async def test_ready(submission, shop):
    """GET /ready answers 200 with {"ready": true}, and has asked the database."""
    async with submission.serve("create_app") as client:
        assert expect(await client.get("/ready"), 200) == {"ready": True}
    sent = submission.trace.by_cause()["GET /ready"].statements()
    first(sent, "GET /ready: no statement was sent, so the database has not answered any")


@pytest.mark.exercise(
    "create_app",
    misconception="wait for a database that does not answer",
    taught=READY,
    hint="The deadline stands around everything that may wait: the pool, and the query.",
)
@pytest.mark.limit(BUSY)
async def test_not_ready(submission, shop):
    """GET /ready answers 503 in time when the database does not answer and every connection is in use; then 200."""
    await shop.add_books(2)
    async with submission.serve("create_app") as client:
        await submission.slow(seconds=3)  # of the service's own clock: a busy machine makes neither of the two late
        answer = await client.get("/ready")
        assert answer.status_code == 503, f"a query takes three seconds, and the answer is {answer.status_code}"
        await submission.gate()
        calls = [asyncio.ensure_future(client.get("/books")) for _ in range(12)]
        await submission.standing(*calls, expected=1)
        answer = await in_time(client.get("/ready"), "GET /ready")
        assert answer.status_code == 503, f"the database does not answer, and the answer is {answer.status_code}"
        await submission.open_gate()
        await asyncio.wait(calls)  # whoever does not want to wait so long may have been told a 5xx
        expect(await client.get("/books"), 200)
        expect(await client.get("/ready"), 200)


async def in_time(request, words):
    try:
        async with asyncio.timeout(PATIENCE):
            return await request
    except TimeoutError:
        raise AssertionError(f"{words} has not answered in {PATIENCE:g} s") from None


# -- what fails ------------------------------------------------------------------------------------------------------


@pytest.mark.exercise(
    "create_app",
    misconception="tell success before the commit",
    taught=BELIEF,
    hint="The commit belongs before the answer: in the service, or in a dependency whose end comes before it.",
)
async def test_a_commit_that_fails(submission, shop):
    """When the COMMIT fails, the answer is a 5xx without details, nothing is stored, and the next request works."""
    user, books, key, new = await shop.add_user(), await shop.add_books(2), shop.word(), new_user(shop)
    async with submission.serve("create_app") as client:
        before = await stocks(shop)
        await submission.fault("commit")
        answer = await client.post("/register", json=new)
        if not tried_again(answer, new["email"], new["full_name"]):
            assert await shop.emails() == [user.email], "the commit failed, and somebody is registered"
            expect(await client.post("/register", json=new), 201)
        await submission.fault("commit")
        answer = await buy(client, user, key, wants(books))
        if not tried_again(answer, user.email, books[0].isbn):
            await nothing_happened(shop, before)
        expect(await buy(client, user, key, wants(books)), 200, 201)
    assert new["email"] in await shop.emails(), "a registration was told as 201, and is not stored"
    await one_order(shop, user, books, before)


@pytest.mark.exercise(
    "create_app",
    misconception="commit more than once in one order",
    taught=BELIEF,
    hint="One transaction for the key, the order, its lines and the copies; one commit, at its end.",
)
@pytest.mark.limit(BUSY)
async def test_whichever_statement_fails(submission, shop):
    """Whichever statement of an order fails: a 5xx without details, nothing is stored, and it can be sent again."""
    user, books = await shop.add_user(), await shop.add_books(2, stock=50)
    kinds = shop.random.sample(["statement", "disconnect"], 2)  # an error, or the connection is gone
    async with submission.serve("create_app") as client:
        left = await stocks(shop)
        for nth in range(1, 16):
            await submission.fault(kinds[nth % 2], nth)
            answer = await buy(client, user, f"key {nth}", wants(books))
            await submission.look()
            if len(submission.trace.of("fault")) < nth:
                break  # it has no such statement
            if not tried_again(answer, user.email, books[0].isbn):
                now = len(await placed(shop, user)), await stocks(shop)
                assert now == (nth - 1, left), f"statement {nth} failed, and something is stored"
            expect(await buy(client, user, f"key {nth}", wants(books)), 200, 201)
            left = {isbn: stock - 1 for isbn, stock in left.items()}
            assert await stocks(shop) == left, f"statement {nth} failed, it was asked again, and one copy each is gone"
    assert all(len(lines) == 2 for _, _, lines in await placed(shop, user)), "an order is not whole"


@pytest.mark.exercise(
    "create_app",
    misconception="commit more than once in one registration",
    taught=BELIEF,
    hint="User and profile are one unit of work: flush between them if you must, but commit once.",
)
async def test_half_a_registration(submission, shop):
    """Whichever INSERT of POST /register fails, neither user nor profile is stored, and it can be sent again."""
    async with submission.serve("create_app") as client:
        for nth in (1, 2):
            new = new_user(shop)
            await submission.fault("statement", nth, verb="INSERT")
            if tried_again(await client.post("/register", json=new), new["email"]):
                continue
            stored = {"the user": new["email"] in await shop.emails(), "profiles": await shop.count(Profile)}
            assert stored == {"the user": False, "profiles": nth - 1}, f"INSERT {nth} failed, and something is stored"
            expect(await client.post("/register", json=new), 201)
    assert (len(await shop.emails()), await shop.count(Profile)) == (2, 2)


@pytest.mark.exercise(
    "create_app",
    misconception="say that an email is taken which they have just stored themselves",
    taught=KEYS,
    hint="After a COMMIT without an answer nobody knows: a 5xx says so, and a 4xx would say that nothing was stored.",
)
async def test_a_registration_without_an_answer(submission, shop):
    """The connection breaks just after the COMMIT of POST /register: no 4xx, because the user is stored."""
    new = new_user(shop)
    async with submission.serve("create_app") as client:
        await submission.fault("unanswered")
        answer = await client.post("/register", json=new)
    if new["email"] in await shop.emails():
        first(
            answer.status_code == 201 or answer.status_code >= 500,
            f"the user is stored, and the answer is {answer.status_code}: a 4xx says that nothing was",
        )


@pytest.mark.exercise(
    "create_app",
    misconception="give out a connection without looking whether it is alive",
    taught=READY,
    hint="`pool_pre_ping=True` tests whether a connection is alive before it is given out.",
)
@pytest.mark.only("postgresql", reason="nobody can cut the connection to a file")
async def test_connections_that_have_died(submission, shop):
    """The server is started anew between two requests: nobody notices."""
    await shop.add_books(3)
    async with submission.serve("create_app") as client:
        await asyncio.gather(*[client.get("/books") for _ in range(5)])
        assert await shop.value(END_THE_OTHERS), "the service has no connection to the database: whom did it ask?"
        answers = await asyncio.gather(*[client.get("/books") for _ in range(5)])
    statuses = [answer.status_code for answer in answers]
    assert statuses == [200] * 5, "five requests after the server was started anew"


# -- the pool --------------------------------------------------------------------------------------------------------


@pytest.mark.exercise(
    "create_app",
    misconception="open a connection for every request, or lose one with every error",
    taught=READY,
    hint="One engine, made in the lifespan, with `pool_size` and `max_overflow`; sessions in `async with`.",
)
@pytest.mark.limit(BUSY)
async def test_two_hundred_requests(submission, shop):
    """After 200 requests, errors among them, every connection is back; at most 10 were open at once; then none is."""
    user, book = await shop.add_user(orders_each=2), await shop.add_book(stock=3)
    me = {"X-User-Email": user.email}

    def ask(client, number):
        match number % 8:
            case 0:
                return client.post("/register", json=new_user(shop, email=user.email))
            case 1:
                return client.post("/register", json={"email": shop.word()})
            case 2:
                return buy(client, user, f"key {number}", wants([book], 99))
            case 3:
                return client.get("/export")
            case 4:
                return client.get("/me/orders", headers=me)
            case 5:
                return client.get("/me/orders")
            case 6:
                return client.get("/ready")
        return client.get("/books")

    seen: Counter[int] = Counter()
    async with submission.serve("create_app") as client:
        for start in range(0, 200, 20):
            await submission.fault("statement", 2, verb="INSERT")
            answers = await asyncio.gather(*[ask(client, number) for number in range(start, start + 20)])
            seen.update(answer.status_code // 100 for answer in answers)
        expect(await client.get("/books"), 200)
        await all_given_back(submission)
        await submission.gate()  # where nobody gets an answer, everybody wants a connection
        calls = [asyncio.ensure_future(client.get("/books")) for _ in range(20)]
        await submission.standing(*calls, expected=10)
        await submission.open_gate()
        await asyncio.wait(calls)
    first(seen[2] >= 70, f"most requests that are right failed: {dict(seen)}")
    now = most = 0
    for event in submission.trace.of("connect", "close"):
        now += 1 if event.kind == "connect" else -1
        most = max(most, now)
    assert most <= 10, f"{most} connections were open at once"
    assert now == 0, f"{now} connections are still open after the shutdown"


# -- starting --------------------------------------------------------------------------------------------------------


def expected_schema(before, after):
    """What is wrong with the five tables afterwards, where they were like `before`."""
    total = after.get("orders.total", "none")
    assert total.startswith("INTEGER NOT NULL"), f"orders.total: wanted INTEGER NOT NULL, found {total}"
    mine = {name: value for name, value in after.items() if name.split(".")[0].split(" ")[0].rstrip(",") in FIVE}
    return differences(before | {"orders.total": total}, mine)


FIVE = {each.name for each in Base.metadata.sorted_tables}
VERSION = select(func.count()).select_from(table("alembic_version"))


@pytest.mark.exercise(
    "create_app",
    misconception="leave to create_all what it does not do: it never changes a table that is there",
    taught=START,
    hint="A revision adds the column with a default and fills it: `UPDATE orders SET total = (SELECT sum(…) …)`.",
)
async def test_an_old_database_full_of_rows(submission, shop):
    """An old database keeps every row, and its orders get their totals."""
    await shop.add_users(5, orders_each=4, lines_each=3)
    user = await shop.add_user()
    await shop.add(Order(user_id=user.id))  # without a line
    before, schema = await shop.contents(), await shop.schema()
    async with submission.serve("create_app"):
        after = await shop.contents()
    wrong = expected_schema(schema, await shop.schema())
    assert not wrong, "\n".join(wrong)
    for order in before["orders"]:
        lines = [line for line in before["order_lines"] if line["order_id"] == order["id"]]
        order["total"] = sum(line["quantity"] * line["price"] for line in lines)
    assert await shop.value(VERSION) == 1, "the table alembic_version should hold one row"
    for name, rows in before.items():
        same(after.get(name, []), rows, f"row of {name}")


@pytest.mark.exercise(
    "create_app",
    misconception="mark an empty database as one that has everything",
    taught=START,
    hint="The first revision makes the five tables where they are not there; the next ones are for everybody.",
)
@pytest.mark.empty
async def test_an_empty_database(submission, shop):
    """An empty database gets the same schema as an old one, and the service works on it."""
    new = new_user(shop)
    async with submission.serve("create_app") as client:
        expect(await client.post("/register", json=new), 201)
        await shop.add_books(2)
        expect(await client.get("/me/orders", headers={"X-User-Email": new["email"]}), 200)
    from_nothing = await shop.schema()
    assert await shop.value(VERSION) == 1, "the table alembic_version should hold one row"
    await submission.renew()
    await shop.create(Base.metadata)
    schema = await shop.schema()
    async with submission.serve("create_app"):
        from_old = await shop.schema()
    wrong = expected_schema(schema, from_nothing) or differences(from_old, from_nothing)
    assert not wrong, "\n".join(["found where there was nothing, wanted as where the old tables were:", *wrong])


@pytest.mark.exercise(
    "create_app",
    taught=START,
    hint="Let Alembic's table say which revisions are done, and run only the others.",
)
async def test_a_second_start_changes_nothing(submission, shop):
    """A start on a database that is up to date changes nothing, and finds what was ordered before."""
    user, books = await shop.add_user(orders_each=1), await shop.add_books(2)
    async with submission.serve("create_app") as client:
        answer = expect(await buy(client, user, "key", wants(books)), 201)
    before, schema = await shop.contents(), await shop.schema()
    async with submission.serve("create_app") as client:
        assert (await shop.contents(), await shop.schema()) == (before, schema)
        again = expect(await buy(client, user, "key", wants(books)), 200, 201)
        answered_again(again, answer)


@pytest.mark.exercise(
    "create_app",
    taught=LAYERS,
    hint="FastAPI writes the documentation by itself, as long as the types of bodies and answers are named.",
)
async def test_the_documentation(submission):
    """/openapi.json names the six paths, and /docs opens."""
    async with submission.serve("create_app") as client:
        docs, schema = await client.get("/docs"), await client.get("/openapi.json")
    assert (docs.status_code, schema.status_code) == (200, 200)
    missing = {"/register", "/books", "/orders", "/me/orders", "/export", "/ready"} - set(
        schema.json().get("paths", {})
    )
    assert not missing, f"not documented: {', '.join(sorted(missing))}"
