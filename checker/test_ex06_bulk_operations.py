"""Checks of lesson 06."""

from collections.abc import Iterable
from hashlib import sha256
from itertools import zip_longest

import pytest
from sqlalchemy import func, select, text

from checker.judge.comparing import committed_by, first
from checker.judge.shop import Shop
from checker.probes.ex06_bulk_operations import stock_list
from checker.wall.verdicts import Wrong
from workbook.bookshop import Book, Order, OrderLine

MANY = 100_000
"""Rows that a list() of them would need 35 MB for."""

EXPORTED = 180_000
"""Lines that their text alone is 20 MB of."""

PARTS = 25_000
"""Rows that whoever copies them in parts copies in several."""

MANY_VALUES = 10_000
"""Rows of four values that are more parameters than one statement may have: 32,767, or SQLite's 32,766."""


def fields(row: dict) -> dict:
    """A row without its isbn."""
    return {key: row[key] for key in ("title", "price", "stock")}


async def only_these_are_stored(shop: Shop, rows: Iterable[dict]) -> None:
    """Say which books are missing, too many or other than their rows."""
    expected = {row["isbn"]: fields(row) for row in rows}
    columns = select(Book.isbn, Book.title, Book.price, Book.stock).order_by(Book.isbn)
    found = {row[0]: dict(zip(("title", "price", "stock"), row[1:], strict=True)) for row in await shop.rows(columns)}
    if expected and not expected.keys() & found.keys():
        raise Wrong(f"none of the {len(expected)} books is stored: nobody else can see what was never committed")
    told = []
    if missing := sorted(expected.keys() - found.keys()):
        told.append(f"{len(missing)} of {len(expected)} books are not stored, the first of them isbn {missing[0]}")
    if surplus := sorted(found.keys() - expected.keys()):
        told.append(f"{len(surplus)} books are stored that should not be, the first of them isbn {surplus[0]}")
    for isbn in [isbn for isbn in expected if isbn in found and found[isbn] != expected[isbn]][:2]:
        told += [f"isbn {isbn} is stored with {found[isbn]},", f"{'':19}expected {expected[isbn]}"]
    if told:
        raise AssertionError("\n".join(told))


def new_rows(shop: Shop, number: int) -> list[dict]:
    """Books that are not in the shop, as rows, the keys of each in an order of its own."""
    rows = stock_list(shop.random.randrange(10**5), number)
    return [{name: row[name] for name in shop.jumbled(row)} for row in rows]


# -- add_books ----------------------------------------------------------------------------------------------------


@pytest.mark.exercise(
    "add_books",
    taught="A thousand rows, how many statements?",
    hint="Give the session one INSERT and the list of rows.",
)
async def test_every_row_is_a_book(submission, shop):
    """add_books() adds a book for every row."""
    rows = new_rows(shop, shop.random.randrange(5, 9))
    await submission.committing.add_books(rows=rows)
    await only_these_are_stored(shop, rows)


@pytest.mark.exercise(
    "add_books",
    misconception="send an INSERT for every row, or all values in one statement",
    taught="A thousand rows, how many statements?",
    hint="Hand the rows over beside the statement. Written into `values` they are all parameters of one statement, "
    "and there is a limit.",
)
@pytest.mark.limit(60)
async def test_one_insert_however_many(submission, shop):
    """add_books() sends one INSERT, for 20 rows and for 10,000."""
    seed, given = shop.random.randrange(10**5 - 1), (20, MANY_VALUES)
    for number, one_of_two in zip(given, (seed, seed + 1), strict=True):
        with submission.at_most(1):
            await submission.probe("give_stock_list", function="add_books", seed=one_of_two, number=number)
    assert {"books stored": await shop.count(Book)} == {"books stored": sum(given)}


@pytest.mark.exercise(
    "add_books",
    misconception="let rows vanish that the database refuses",
    taught="A delivery that does not fit",
    hint="Whoever calls add_books() wants to hear of a row that is not added. Which of your words keeps it quiet?",
)
async def test_a_row_that_is_refused(submission, shop):
    """add_books() raises the database's IntegrityError when an isbn is there already, or twice in the rows."""
    there = await shop.add_book()
    for number, isbn in ((1, there.isbn), (2, None)):
        rows = new_rows(shop, 4)
        rows[number]["isbn"] = isbn or rows[0]["isbn"]
        with submission.raises("IntegrityError"):
            await submission.committing.add_books(rows=rows)
        assert await shop.count(Book) == 1, f"row {number + 1} of 4 was refused, and books were added"


@pytest.mark.exercise(
    "add_books",
    misconception="send an INSERT for no rows at all",
    taught="A thousand rows, how many statements?",
    hint="An INSERT without rows inserts a row of defaults: ask first whether there are any.",
)
async def test_no_rows_no_insert(submission, shop):
    """add_books() with no rows sends nothing."""
    with submission.at_most(0):
        await submission.committing.add_books(rows=[])
    assert {"books stored": await shop.count(Book)} == {"books stored": 0}


@pytest.mark.exercise(
    "add_books",
    misconception="commit what the caller had not decided about",
    taught="A thousand rows, how many statements?",
    hint="Send the rows and leave the transaction as it is.",
)
async def test_adding_leaves_the_commit_to_the_caller(submission, shop):
    """add_books() leaves the commit to its caller, and tells what the database refuses."""
    await left_to_the_caller(submission, shop, "add_books", rows=new_rows(shop, 5))


async def left_to_the_caller(submission, shop: Shop, function: str, **values) -> None:
    """Say what was committed, or rolled back, that was the caller's to decide, and whether an error was hidden."""
    columns = select(Book.isbn, Book.title, Book.price, Book.stock).order_by(Book.isbn)
    before, rows = await shop.rows(columns), [{**new_rows(shop, 1)[0], "isbn": shop.word()} for _ in range(2)]
    values = {"function": function, "values": values}
    await submission.fault("statement", nth=2)
    with submission.raises("DBAPIError"):
        await submission.probe("among_the_callers_work", mine=rows[0], commit=False, **values)
        raise AssertionError(f"the database refused what {function}() sent, and the caller was not told")
    await submission.probe("among_the_callers_work", mine=rows[0], commit=False, **values)
    if await shop.rows(columns) != before:
        raise AssertionError(
            f"the caller rolled back after {function}(), and yet books were changed: {committed_by(submission)}"
        )
    await submission.probe("among_the_callers_work", mine=rows[1], commit=True, **values)
    stored = await shop.value(select(Book.isbn).where(Book.isbn == rows[1]["isbn"]))
    first(stored, f"the caller added a book before {function}() and committed after it, and the book is not there")


# -- import_books ---------------------------------------------------------------------------------------------------


def not_stopped(told: dict, number: int) -> None:
    """Say that ImportStopped was raised although no row was bad."""
    if "kept" in told:
        raise Wrong(
            f"ImportStopped was raised with kept={told['kept']} though none of the {number:,} rows is bad; behind it:\n"
            f"{told['behind it']}: {told['saying']}"
        )


@pytest.mark.exercise(
    "import_books",
    misconception="forget the last chunk",
    taught="A delivery that does not fit",
    hint="When the rows end, what has been gathered so far is a chunk too.",
)
async def test_every_row_is_imported(submission, shop):
    """import_books() stores every row of a generator and returns how many: a last chunk may be smaller, or full."""
    seed, number = shop.random.randrange(10**5 - 3), shop.random.randrange(25, 29)
    stored: list[dict] = []
    for more, given in enumerate((number, 0, 30, 1)):  # none after the first: nothing may be added
        told = await submission.probe("import_stock_list", seed=seed + more, number=given, how="for", chunk_size=10)
        not_stopped(told, given)
        stored += stock_list(seed + more, given)
        await only_these_are_stored(shop, stored)
        first(told == {"returned": given}, f"the generator gave {given} rows, and import_books() {told}")


@pytest.mark.exercise(
    "import_books",
    taught="A delivery that does not fit",
    hint="An async iterator wants `async for`: make one kind of the other, and go on with one loop.",
)
async def test_rows_that_must_be_awaited(submission, shop):
    """import_books() stores every row of an async generator too."""
    seed, number = shop.random.randrange(10**5), shop.random.randrange(15, 19)
    told = await submission.probe("import_stock_list", seed=seed, number=number, how="async for", chunk_size=10)
    not_stopped(told, number)
    await only_these_are_stored(shop, stock_list(seed, number))
    assert told == {"returned": number}


@pytest.mark.exercise(
    "import_books",
    misconception="send an INSERT for every row",
    taught="A delivery that does not fit",
    hint="Gather a chunk, send it with one statement and its list, begin the next.",
)
@pytest.mark.limit(60)
async def test_one_insert_a_chunk(submission, shop):
    """import_books() sends one INSERT for each chunk, of 1,500 rows or of 10,000; nothing else."""
    seed = shop.random.randrange(10**5 - 1)
    for more, (size, number) in enumerate(((1_500, 3_000), (MANY_VALUES, MANY_VALUES))):
        with submission.at_most(number // size):
            values = {"seed": seed + more, "number": number, "chunk_size": size}
            told = await submission.probe("import_stock_list", how="for", **values)
        not_stopped(told, number)
    first(await shop.count(Book) == 3_000 + number, f"{await shop.count(Book)} books are stored of {3_000 + number:,}")


@pytest.mark.exercise(
    "import_books",
    misconception="lose the whole import when one chunk fails",
    taught="A delivery that does not fit",
    hint="A transaction for each chunk, and a number that grows when the chunk is committed.",
)
async def test_what_was_committed_before_a_bad_chunk_stays(submission, shop):
    """When a chunk is refused, even the last, import_books() keeps those before it; ImportStopped says how many."""
    first, whole = shop.random.randrange(10**5 - 1), shop.random.randrange(2, 5)
    bad = whole * 10 + shop.random.randrange(3, 8)
    kept: list[dict] = []
    for seed, number in ((first, 80), (first + 1, bad + 1)):  # with chunks behind the bad one, and with none
        values = {"seed": seed, "number": number, "chunk_size": 10, "repeated": bad}
        told = await submission.probe("import_stock_list", how="for", **values)
        kept += stock_list(seed, whole * 10)
        await only_these_are_stored(shop, kept)
        if told.pop("saying", None) is not None and not told["behind it"]:
            raise Wrong(
                "ImportStopped was raised without `from`: nothing tells which error of the database is behind it"
            )
        expected = {"kept": whole * 10, "behind it": "IntegrityError"}
        assert told == expected, f"row {bad + 1} of {number} is bad, in chunks of 10"


@pytest.mark.exercise(
    "import_books",
    misconception="catch too few errors of the database, or errors of others too",
    taught="A delivery that does not fit",
    hint="Catch what the database raises around the chunk that is sent, not what the generator raises while you "
    "gather.",
)
async def test_import_stopped_tells_of_the_database(submission, shop):
    """Every error of the database becomes ImportStopped, a COMMIT's too; an error of the generator does not."""
    seed, whole = shop.random.randrange(10**5 - 2), shop.random.randrange(2, 5)
    for more, fault in enumerate(({"kind": "statement", "verb": "INSERT"}, {"kind": "commit"})):
        await submission.fault(**fault, nth=whole + 1)
        told = await submission.probe("import_stock_list", seed=seed + more, number=80, how="for", chunk_size=10)
        failed = fault.get("verb", "COMMIT")
        assert {"kept": told.get("kept")} == {"kept": whole * 10}, f"the disk was full at the next {failed}"
    values = {"seed": seed + 2, "number": 80, "chunk_size": 10, "unreadable": whole * 10 + shop.random.randrange(3, 8)}
    with submission.raises("OperationalError"):  # the generator reads from a database, too
        told = await submission.probe("import_stock_list", how="for", **values)
        not_stopped(told, 80)
    stored = await shop.count(Book)
    assert stored == 3 * whole * 10, f"in chunks of 10, three times chunk {whole + 1} failed, and {stored} are stored"


@pytest.mark.exercise(
    "import_books",
    misconception="take a cancellation for a refusal",
    taught="A delivery that does not fit",
    hint="Which class does your `except` name? A cancellation is no error of the database, and not even an Exception.",
)
async def test_an_import_that_is_cancelled(submission, shop):
    """When the import is cancelled, the cancellation goes on to the caller, and the chunks before it stay."""
    seed, whole = shop.random.randrange(10**5), shop.random.randrange(2, 5)
    await submission.fault("cancel", nth=whole + 1, verb="INSERT")
    with submission.raises("CancelledError"):
        await submission.probe("import_stock_list", seed=seed, number=80, how="for", chunk_size=10)
    stored = await shop.count(Book)  # `async with make_session.begin()` shields its COMMIT from a cancellation
    assert stored in (whole * 10, whole * 10 + 10), f"cancelled at chunk {whole + 1} of 10 rows each, stored: {stored}"


@pytest.mark.exercise(
    "import_books",
    misconception="import everything in one transaction",
    taught="A delivery that does not fit",
    hint="Commit at the end of each chunk, in a transaction of its own.",
)
async def test_others_see_the_chunks_while_it_runs(submission, shop):
    """While import_books() runs, others can see the chunks that are complete."""
    seed = shop.random.randrange(10**5)
    seen = await submission.probe("stored_while_importing", seed=seed, number=60, chunk_size=10)
    # a chunk may wait for the first row of the next
    late = [f"{given} rows were given, others could see {stored}" for given, stored in seen if stored < given - 16]
    if late:
        raise AssertionError(
            f"with chunks of 10, {late[0]}: the chunks are not committed one by one, "
            "or all rows are taken before the first is stored"
        )


@pytest.mark.exercise(
    "import_books",
    misconception="hold the whole import in memory",
    taught="A delivery that does not fit",
    hint="Never make a list of the whole: hold one chunk at a time.",
)
@pytest.mark.limit(90)
async def test_an_import_of_any_length(submission, shop):
    """import_books() of 100,000 rows needs no more memory than a chunk does."""
    seed = shop.random.randrange(10**5 - 1)
    with submission.at_most(3, "INSERT"):  # a statement for every row would take minutes below
        await submission.probe("import_stock_list", seed=seed, number=3_000, how="async for")
    with submission.memory_at_most(
        megabytes=20, cause="Something holds all the rows: list() of the generator, or a session that keeps objects."
    ):
        told = await submission.probe("import_stock_list", seed=seed + 1, number=MANY, how="async for")
    sums = select(func.count(), func.sum(Book.price), func.sum(Book.stock)).where(Book.isbn >= f"{seed + 1:05}")
    expected = list(stock_list(seed + 1, MANY))
    not_stopped(told, MANY)
    first(told == {"returned": MANY}, f"of {MANY:,} rows, import_books() {told}")
    assert await shop.rows(sums) == [(MANY, sum(b["price"] for b in expected), sum(b["stock"] for b in expected))]


# -- upsert_books ---------------------------------------------------------------------------------------------------


def delivery_of(shop: Shop, books: list[Book], new: int) -> list[dict]:
    """Rows for these books and for some that are new, shuffled."""
    rows = new_rows(shop, len(books) + new)
    for row, book in zip(rows, books, strict=False):
        row["isbn"] = book.isbn
    shop.random.shuffle(rows)
    return rows


@pytest.mark.exercise(
    "upsert_books",
    misconception="replace the stock, or the whole book",
    taught="Add it, or bring it up to date",
    hint="In ON CONFLICT the row that was refused is at hand as `excluded`: add its stock to the one that is there.",
)
async def test_a_delivery_is_taken_in(submission, shop):
    """upsert_books() adds new books; known ones get title and price, and the delivered stock on top of theirs."""
    known = [await shop.add_book(stock=0), *await shop.add_books(5)]
    rows = delivery_of(shop, known[:4], new=3)
    rows[0]["stock"] = 0
    rows[1]["title"] = known[5].title  # two books may have one title
    stock = {book.isbn: book.stock for book in known}
    again = next(row for row in rows[2:] if row["isbn"] in stock)  # nothing but more copies
    [book] = [book for book in known if book.isbn == again["isbn"]]
    again |= {"title": book.title, "price": book.price, "stock": shop.random.randrange(1, 9)}
    await submission.committing.upsert_books(rows=rows)
    expected = [{**row, "stock": row["stock"] + stock.get(row["isbn"], 0)} for row in rows]
    untouched = [{key: getattr(book, key) for key in rows[0]} for book in known[4:]]
    await only_these_are_stored(shop, expected + untouched)


@pytest.mark.exercise(
    "upsert_books",
    misconception="delete a book to write it anew",
    taught="Add it, or bring it up to date",
    hint="Update the row that is there; do not delete it.",
)
async def test_a_known_book_stays_the_same_row(submission, shop):
    """upsert_books() leaves a known book its id: orders refer to it."""
    users = await shop.add_users(1, orders_each=1, lines_each=3)
    books = await shop.rows(select(Book.id, Book.isbn).order_by(Book.id))
    rows = [{**row, "isbn": isbn} for row, (_, isbn) in zip(new_rows(shop, 3), books, strict=True)]
    await submission.committing.upsert_books(rows=rows)
    assert await shop.rows(select(Book.id, Book.isbn).order_by(Book.id)) == books
    assert await shop.count(OrderLine) == 3 * len(users)


@pytest.mark.exercise(
    "upsert_books",
    misconception="look for every book before they write it",
    taught="Add it, or bring it up to date",
    hint="ON CONFLICT decides for every row by itself: one statement, and the list of rows beside it.",
)
@pytest.mark.limit(60)
async def test_one_insert_for_a_delivery(submission, shop):
    """upsert_books() sends one statement, for a delivery of 8 rows and for one of 10,000."""
    seed, given = shop.random.randrange(10**5 - 1), (8, MANY_VALUES)
    for number, one_of_two in zip(given, (seed, seed + 1), strict=True):
        await shop.add_rows(Book, list(stock_list(one_of_two, number // 2)))
        with submission.at_most(1):
            await submission.probe("give_stock_list", function="upsert_books", seed=one_of_two, number=number)
    assert {"books stored": await shop.count(Book)} == {"books stored": sum(given)}


@pytest.mark.exercise(
    "upsert_books",
    misconception="commit what the caller had not decided about",
    taught="Add it, or bring it up to date",
    hint="Who makes the session? Whoever does so commits it.",
)
async def test_a_delivery_leaves_the_commit_to_the_caller(submission, shop):
    """upsert_books() leaves the commit to its caller, and tells what the database refuses."""
    rows = delivery_of(shop, await shop.add_books(3), new=2)
    await left_to_the_caller(submission, shop, "upsert_books", rows=rows)


@pytest.mark.exercise(
    "upsert_books",
    misconception="look first, insert afterwards, and lose the race",
    taught="Add it, or bring it up to date",
    hint="Looking first loses the race: let the unique constraint decide, in the same statement.",
)
async def test_somebody_else_adds_the_same_book(submission, shop):
    """upsert_books() works while somebody else is adding one of the same books."""
    rows = new_rows(shop, 5)
    rival = {**rows[shop.random.randrange(5)], "stock": shop.random.randrange(20, 30)}
    await submission.probe("upsert_against_a_rival", rows=rows, rival=rival)
    expected = [{**r, "stock": r["stock"] + rival["stock"]} if r["isbn"] == rival["isbn"] else r for r in rows]
    await only_these_are_stored(shop, expected)


@pytest.mark.exercise(
    "upsert_books",
    misconception="send an INSERT for no rows at all",
    taught="Add it, or bring it up to date",
    hint="Ask first whether there are any rows.",
)
async def test_an_empty_delivery(submission, shop):
    """upsert_books() with no rows sends nothing."""
    with submission.at_most(0):
        await submission.committing.upsert_books(rows=[])
    assert {"books stored": await shop.count(Book)} == {"books stored": 0}


# -- raise_prices ---------------------------------------------------------------------------------------------------


async def raised_as_told(shop: Shop, books: list[Book], percent: int) -> None:
    """Say which prices are not what the task makes of them."""
    now = dict(await shop.rows(select(Book.isbn, Book.price)))
    told = []
    for book in books:
        exact = book.price * (100 + percent) / 100  # exact: of whole numbers, and half is a half
        expected = (book.price * (100 + percent) + 50) // 100
        if now[book.isbn] != expected:
            told.append(f"{book.price} became {now[book.isbn]}, expected {expected}, which is {exact:g} rounded")
    if told:
        raise AssertionError("\n".join(told[:4]))


def half_cents(percent: int) -> list[int]:
    """Prices that are half a cent too much for a whole number when they are raised."""
    return [price for price in range(100, 5000) if price * (100 + percent) % 100 == 50]


def near_half(shop: Shop, percent: int) -> list[int]:
    """Prices that end in .49 and in .51 when they are raised, where there are such."""
    ends = [[price for price in range(100, 5000) if price * (100 + percent) % 100 == cents] for cents in (49, 51)]
    return [price for prices in ends for price in shop.random.sample(prices, min(3, len(prices)))]


@pytest.mark.exercise(
    "raise_prices",
    taught="One UPDATE instead of a loop",
    hint="One UPDATE without a condition, the new price computed from the old one.",
)
async def test_every_price_is_raised(submission, shop):
    """raise_prices() raises every price by that many percent, to more than double too; sold out or of a few cents."""
    for percent in (shop.random.randrange(2, 40), shop.random.randrange(101, 300)):
        books = [*await shop.add_books(8), *[await shop.add_book(price=price, stock=0) for price in (0, 1, 9)]]
        await submission.committing.raise_prices(percent=percent)
        await raised_as_told(shop, books, percent)


@pytest.mark.exercise(
    "raise_prices",
    misconception="calculate money in floating point numbers, or drop the remainder",
    taught="One UPDATE instead of a loop",
    hint="Stay with whole numbers: add half of the divisor before you divide.",
)
async def test_half_a_cent_is_rounded_upwards(submission, shop):
    """raise_prices() rounds half a cent upwards: 850 raised by 15 percent is 978."""
    percent = shop.random.choice([13, 57, 63])
    # floating point numbers are a little less than half for some of them: 850 * 1.15 is 977.4999999999999
    less = [price for price in half_cents(percent) if price * (1 + percent / 100) % 1 < 0.5]
    before = {*shop.random.sample(less, 6), *shop.random.sample(half_cents(percent), 6), *near_half(shop, percent)}
    books = [await shop.add_book(price=price) for price in before]
    await submission.committing.raise_prices(percent=percent)
    await raised_as_told(shop, books, percent)


@pytest.mark.exercise(
    "raise_prices",
    taught="One UPDATE instead of a loop",
    hint="The rule for rounding is the same for a negative percentage: try it with one by hand.",
)
async def test_prices_can_be_lowered(submission, shop):
    """raise_prices() with a negative percentage lowers the prices by the same rule, with -100 percent to nothing."""
    for percent in (-shop.random.choice([13, 37, 57, 63]), -shop.random.choice([5, 15, 35, 50]), -100):
        half = half_cents(percent)
        # SQL cuts off towards zero, which is upwards for a negative number: that shows where there is no half cent
        other = [price for price in range(100, 5000) if price not in half]
        before = [
            *shop.random.sample(half, min(6, len(half))),
            *shop.random.sample(other, 6),
            *near_half(shop, percent),
        ]
        books = [await shop.add_book(price=price) for price in before]
        await submission.committing.raise_prices(percent=percent)
        await raised_as_told(shop, books, percent)


@pytest.mark.exercise(
    "raise_prices",
    misconception="load every book to change a number in it",
    taught="One UPDATE instead of a loop",
    hint="Let the database compute: no book need come to Python, nor come back.",
)
async def test_one_update_however_many(submission, shop):
    """raise_prices() sends one UPDATE for 5 books and for 50, and no book comes back."""
    for number in (5, 45):
        await shop.add_books(number)
        with submission.at_most(1), submission.at_most(0, "SELECT"):
            await submission.committing.raise_prices(percent=10)


@pytest.mark.exercise(
    "raise_prices",
    misconception="commit what the caller had not decided about",
    taught="One UPDATE instead of a loop",
    hint="Who makes the session? Whoever does so commits it.",
)
async def test_new_prices_leave_the_commit_to_the_caller(submission, shop):
    """raise_prices() leaves the commit to its caller, and tells what the database refuses."""
    await shop.add_books(3)
    await left_to_the_caller(submission, shop, "raise_prices", percent=10)


# -- export_sales ---------------------------------------------------------------------------------------------------


async def add_sales(shop: Shop, number: int, books: int) -> list[str]:
    """That many order lines of random books at prices that are not today's, the last like the first; what to export."""
    draw = shop.random.randrange
    for_sale, user = await shop.add_books(books), await shop.add_user()
    await shop.add(order := Order(user_id=user.id))
    sold = [(for_sale[draw(books)], draw(1, 9), draw(5000, 9000)) for _ in range(number - 1)]
    sold += sold[:1]
    await shop.add_rows(
        OrderLine,
        [{"order_id": order.id, "book_id": book.id, "quantity": many, "price": price} for book, many, price in sold],
    )
    return [f"{book.isbn},{many},{price}\n" for book, many, price in sold]


def same_lines(found: list[str], expected: list[str]) -> None:
    """Say which line is the first that is not as expected."""
    for number, (one, other) in enumerate(zip_longest(found, expected), 1):
        if one is None:
            raise Wrong(f"line {number} is missing, expected {other!r}")
        if one == other:
            continue
        shown = repr(one) if len(one) <= 80 else f"{one[:78]!r} …"
        shown += "" if one.endswith("\n") else ", without a line break"
        wanted = f"expected {other!r}" if other else "and there should be no more lines"
        raise Wrong(f"line {number} is {shown}, {wanted}")


@pytest.mark.exercise(
    "export_sales",
    misconception="export today's price for the one that was paid",
    taught="Reading more than memory holds",
    hint="The price that was paid is the line's; the book knows only the one of today.",
)
async def test_a_line_for_every_sale(submission, shop):
    """export_sales() writes a line for every order line, in the order of their ids, and returns how many."""
    sold = await add_sales(shop, shop.random.randrange(9, 13), books=5)
    today = dict(await shop.rows(select(Book.isbn, Book.price)))
    told = await submission.probe("export")
    for line, expected in zip(told["lines"], sold, strict=False):
        isbn, quantity, price = expected.strip().split(",")
        assert line.strip() != f"{isbn},{quantity},{today[isbn]}", (
            f"exported was {line.strip()}, and {today[isbn]} is what that book costs today: on that day it was {price}"
        )
    same_lines(told["lines"], sold)
    first(
        told["returned"] == len(sold), f"{len(sold)} lines were written, and export_sales() returned {told['returned']}"
    )
    with submission.raises("OSError"):
        await submission.probe("export", room=shop.random.randrange(len(sold)))
        raise AssertionError("write() raised OSError, for the disk was full, and export_sales() returned as if not")


@pytest.mark.exercise(
    "export_sales",
    misconception="trust that rows come in the order of their ids",
    taught="Reading more than memory holds",
    hint="Without ORDER BY rows come as they like.",
)
async def test_lines_in_the_order_of_their_ids(submission, shop):
    """export_sales() writes the lines in the order of their ids, however they were stored."""
    books, user, draw = await shop.add_books(5), await shop.add_user(), shop.random.choice
    await shop.add(*(orders := [Order(user_id=user.id) for _ in range(4)]))
    ids = sorted([*shop.random.sample(range(1, 1000), 10), 200_000, 5_000_000], reverse=True)  # with wide gaps
    prices = shop.random.sample(range(100, 5000), 12)  # no two lines are the same
    sold = [
        {
            "id": ids[n],
            "order_id": orders[n // 3].id,
            "book_id": draw(books).id,
            "quantity": draw(range(1, 9)),
            "price": prices[n],
        }
        for n in range(12)
    ]
    await shop.add_rows(OrderLine, shop.random.sample(sold, 12))
    # on SQLite, without ORDER BY, a query that this index answers alone comes in its order
    await shop.run("CREATE INDEX sold ON order_lines (book_id, quantity, price)")
    isbns = {book.id: book.isbn for book in books}
    lines = {f"{isbns[line['book_id']]},{line['quantity']},{line['price']}\n": line["id"] for line in sold}
    told = await submission.probe("export")
    found = [lines.get(line, line) for line in told["lines"]]
    if found != sorted(ids):
        raise AssertionError(f"the lines written are, by their ids, {found},\n{'expected':>35} {sorted(ids)}")


@pytest.mark.exercise(
    "export_sales",
    taught="Reading more than memory holds",
    hint="A loop over no rows writes nothing: count as you write.",
)
async def test_nothing_sold(submission):
    """export_sales() of a shop that has sold nothing writes nothing and returns 0."""
    told = await submission.probe("export")
    assert (told["lines"], told["returned"]) == ([], 0)


@pytest.mark.exercise(
    "export_sales",
    misconception="fetch the book of every line",
    taught="Reading more than memory holds",
    hint="Join the book to its line in the query, and select the columns that you write.",
)
async def test_no_statement_for_every_line(submission, shop):
    """export_sales() sends a handful of statements for 60 sales of 60 books, not one for each."""
    sold = await add_sales(shop, 60, books=60)
    with submission.at_most(5):
        told = await submission.probe("export")
    same_lines(told["lines"], sold)


@pytest.mark.exercise(
    "export_sales",
    misconception="load all that is exported at once",
    taught="Reading more than memory holds",
    hint="Stream the rows, and say how many may come at a time.",
)
@pytest.mark.limit(90)
async def test_an_export_of_any_length(submission, shop):
    """export_sales() of 180,000 order lines needs no more memory than a thousand do."""
    sold = await add_sales(shop, 60, books=20)
    with submission.at_most(5):  # a statement for every line would take minutes below
        await submission.probe("export")
    sold += await add_sales(shop, EXPORTED - 60, books=20)
    with submission.memory_at_most(
        megabytes=12,
        cause="Something holds all the rows: execute(), stream() without yield_per, or a list of the text.",
    ):
        told = await submission.probe("export")
    same_lines(told["lines"], sold[: len(told["lines"])])
    numbers = {"returned": told["returned"], "lines written": told["written"]}
    assert numbers == {"returned": EXPORTED, "lines written": EXPORTED}
    assert told["digest"] == sha256("".join(sold).encode()).hexdigest(), "a line further down is not as expected"


# -- copy_books -----------------------------------------------------------------------------------------------------

ON_POSTGRESQL = pytest.mark.only("postgresql", reason="COPY is PostgreSQL's")

# the server itself tells by what statement a row came: neither the trace nor the learner's code has a part in it
WATCH_INSERTS = [
    "CREATE TABLE watched (query text)",
    "CREATE FUNCTION watch() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN INSERT INTO watched VALUES (current_query()); RETURN NULL; END $$",
    "CREATE TRIGGER watch AFTER INSERT ON books FOR EACH STATEMENT EXECUTE FUNCTION watch()",
]


@pytest.mark.exercise(
    "copy_books",
    taught="Rows per second, and memory",
    hint="Hand the records to the driver as they are: it takes care of every character in them.",
)
@ON_POSTGRESQL
async def test_every_row_is_copied(submission, shop):
    """copy_books() stores a book for every row, whatever characters are in its title, and none for no rows."""
    seed, number = shop.random.randrange(10**5), shop.random.randrange(15, 19)
    await submission.probe("copy_stock_list", seed=seed, number=0)
    await only_these_are_stored(shop, [])
    await submission.probe("copy_stock_list", seed=seed, number=number)
    await only_these_are_stored(shop, stock_list(seed, number))


@pytest.mark.exercise(
    "copy_books",
    misconception="take a row's values in whatever order they come",
    taught="Rows per second, and memory",
    hint="Fix the names of the columns once, and make each record in that order.",
)
@ON_POSTGRESQL
async def test_columns_go_by_their_names(submission, shop):
    """copy_books() puts every value into the column it is named for, whatever the order of each row's keys."""
    seed = shop.random.randrange(10**5)
    await submission.probe("copy_stock_list", seed=seed, number=4, by_turns=True)
    await only_these_are_stored(shop, stock_list(seed, 4))


@pytest.mark.exercise(
    "copy_books",
    misconception="call COPY what is an INSERT",
    taught="Rows per second, and memory",
    hint="Only the driver knows COPY: go through SQLAlchemy's connection to the one that asyncpg gave it.",
)
@ON_POSTGRESQL
async def test_the_server_sees_a_copy(submission, shop):
    """copy_books() stores the rows by COPY, not by INSERT and not one by one, as the server itself sees it."""
    await shop.run(*WATCH_INSERTS)
    await submission.probe("copy_stock_list", seed=shop.random.randrange(10**5), number=1_200)
    seen = await shop.rows(text("SELECT left(query, 60) FROM watched"))
    first(seen, "the server has seen no row of 1,200")
    others = [query for query in seen if not query.upper().startswith("COPY")]
    if others or len(seen) > 12:
        many = f"{len(seen)} statements, one of them" if len(seen) > 1 else "one statement"
        raise AssertionError(f"expected a COPY or a few, the server saw {many}:\n  {(others or seen)[0]} …")


@pytest.mark.exercise(
    "copy_books",
    misconception="leave half a delivery behind",
    taught="Rows per second, and memory",
    hint="Run the COPY inside a transaction that begins before it.",
)
@ON_POSTGRESQL
async def test_all_rows_or_none(submission, shop):
    """When one row is refused, copy_books() raises, and none is stored."""
    seed = shop.random.randrange(10**5)
    raised = await submission.probe("copy_stock_list", seed=seed, number=PARTS, repeated=True)
    stored = await shop.count(Book)
    assert stored == 0, f"the last of {PARTS + 1:,} rows was refused, yet {stored:,} are stored"
    assert raised, "the last row repeats an isbn, and copy_books() raised nothing"


@pytest.mark.exercise(
    "copy_books",
    misconception="hold all rows in memory",
    taught="Rows per second, and memory",
    hint="The driver takes any iterable of records: give it a generator.",
)
@pytest.mark.limit(90)
@ON_POSTGRESQL
async def test_a_copy_of_any_length(submission, shop):
    """copy_books() of 100,000 rows holds few of them at a time."""
    seed = shop.random.randrange(10**5 - 1)
    await submission.probe("copy_stock_list", seed=seed, number=3_000)
    with submission.memory_at_most(megabytes=12, cause="Something holds all the rows: a list of the records."):
        await submission.probe("copy_stock_list", seed=seed + 1, number=MANY)
    stored = await shop.count(Book)
    first(stored == MANY + 3_000, f"{stored:,} books are stored of {MANY + 3_000:,}")
