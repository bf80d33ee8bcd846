"""Checks of lesson 06."""

from collections.abc import Iterable
from hashlib import sha256
from itertools import zip_longest

import pytest
from sqlalchemy import func, select, text

from checker.judge.shop import Shop
from checker.probes.ex06_bulk_operations import stock_list
from workbook.bookshop import Book, Order, OrderLine

MANY = 200_000
"""Rows that a list() of them would need 70 MB for."""


def fields(row: dict) -> dict:
    """A row without its isbn."""
    return {key: row[key] for key in ("title", "price", "stock")}


async def only_these_are_stored(shop: Shop, rows: Iterable[dict]) -> None:
    """Say which books are missing, too many or other than their rows."""
    expected = {row["isbn"]: fields(row) for row in rows}
    columns = select(Book.isbn, Book.title, Book.price, Book.stock).order_by(Book.isbn)
    found = {row[0]: dict(zip(("title", "price", "stock"), row[1:], strict=True)) for row in await shop.rows(columns)}
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
    """Books that are not in the shop, as rows."""
    return list(stock_list(shop.random.randrange(10**5), number))


# -- add_books ----------------------------------------------------------------------------------------------------


@pytest.mark.exercise("add_books")
async def test_every_row_is_a_book(submission, shop):
    """add_books() adds a book for every row."""
    rows = new_rows(shop, shop.random.randrange(5, 9))
    await submission.committing.add_books(rows=rows)
    await only_these_are_stored(shop, rows)


@pytest.mark.exercise("add_books", misconception="send an INSERT for every row")
async def test_one_insert_however_many(submission, shop):
    """add_books() sends one INSERT, for 20 rows and for 2,500."""
    for number in (20, 2_500):
        with submission.at_most(1):
            await submission.committing.add_books(rows=new_rows(shop, number))
    assert {"books stored": await shop.count(Book)} == {"books stored": 2_520}


@pytest.mark.exercise("add_books", misconception="send an INSERT for no rows at all")
async def test_no_rows_no_insert(submission, shop):
    """add_books() with no rows sends nothing."""
    with submission.at_most(0):
        await submission.committing.add_books(rows=[])
    assert {"books stored": await shop.count(Book)} == {"books stored": 0}


@pytest.mark.exercise("add_books", misconception="commit what the caller had not decided about")
async def test_adding_leaves_the_commit_to_the_caller(submission, shop):
    """add_books() leaves the commit to its caller."""
    await submission.add_books(rows=new_rows(shop, 5))
    assert await shop.count(Book) == 0, "the books are stored although the caller never committed"


# -- import_books ---------------------------------------------------------------------------------------------------


def not_stopped(told: dict, number: int) -> None:
    """Say that ImportStopped was raised although no row was bad."""
    if "kept" in told:
        raise AssertionError(
            f"ImportStopped was raised with kept={told['kept']} though none of the {number:,} rows is bad; behind it:\n"
            f"{told['behind it']}: {told['saying']}"
        )


@pytest.mark.exercise("import_books", misconception="forget the last chunk")
async def test_every_row_is_imported(submission, shop):
    """import_books() stores every row of a generator, a last and smaller chunk's too, and returns how many, or 0."""
    seed, number = shop.random.randrange(10**5), shop.random.randrange(25, 29)
    for given in (number, 0):  # none after these: nothing may be added
        told = await submission.probe("import_stock_list", seed=seed, number=given, how="for", chunk_size=10)
        not_stopped(told, given)
        await only_these_are_stored(shop, stock_list(seed, number))
        assert told == {"returned": given}, f"the generator gave {given} rows"


@pytest.mark.exercise("import_books")
async def test_rows_that_must_be_awaited(submission, shop):
    """import_books() stores every row of an async generator too."""
    seed, number = shop.random.randrange(10**5), shop.random.randrange(15, 19)
    told = await submission.probe("import_stock_list", seed=seed, number=number, how="async for", chunk_size=10)
    not_stopped(told, number)
    await only_these_are_stored(shop, stock_list(seed, number))
    assert told == {"returned": number}


@pytest.mark.exercise("import_books", misconception="send an INSERT for every row")
async def test_one_insert_a_chunk(submission, shop):
    """import_books() sends one INSERT for each chunk, and nothing else."""
    seed = shop.random.randrange(10**5)
    with submission.at_most(2):
        told = await submission.probe("import_stock_list", seed=seed, number=3_000, how="for", chunk_size=1_500)
    not_stopped(told, 3_000)
    assert {"books stored": await shop.count(Book)} == {"books stored": 3_000}


@pytest.mark.exercise("import_books", misconception="lose the whole import when one chunk fails")
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
        told.pop("saying", None)
        expected = {"kept": whole * 10, "behind it": "IntegrityError"}
        assert told == expected, f"row {bad + 1} of {number} is bad, in chunks of 10"


@pytest.mark.exercise("import_books", misconception="catch too few errors of the database, or errors of others too")
async def test_import_stopped_tells_of_the_database(submission, shop):
    """ImportStopped tells of every error of the database, a full disk too, and of no error of the generator."""
    seed, whole = shop.random.randrange(10**5 - 1), shop.random.randrange(2, 5)
    await submission.fault("statement", nth=whole + 1, verb="INSERT")
    told = await submission.probe("import_stock_list", seed=seed, number=80, how="for", chunk_size=10)
    assert {"kept": told.get("kept")} == {"kept": whole * 10}, "the disk was full at the next INSERT"
    values = {"seed": seed + 1, "number": 80, "chunk_size": 10, "unreadable": whole * 10 + shop.random.randrange(3, 8)}
    with submission.raises("ValueError"):
        told = await submission.probe("import_stock_list", how="for", **values)
        not_stopped(told, 80)


@pytest.mark.exercise("import_books", misconception="import everything in one transaction")
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


@pytest.mark.exercise("import_books", misconception="hold the whole import in memory")
@pytest.mark.limit(90)
async def test_an_import_of_any_length(submission, shop):
    """import_books() of 200,000 rows needs no more memory than a chunk does."""
    seed = shop.random.randrange(10**5 - 1)
    with submission.at_most(3, "INSERT"):  # a statement for every row would take minutes below
        await submission.probe("import_stock_list", seed=seed, number=3_000, how="async for")
    with submission.memory_at_most(
        megabytes=20, cause="Something holds all the rows: list() of the generator, or a session that keeps objects."
    ):
        told = await submission.probe("import_stock_list", seed=seed + 1, number=MANY, how="async for")
    sums = select(func.count(), func.sum(Book.price), func.sum(Book.stock)).where(Book.isbn >= f"{seed + 1:05}")
    expected = list(stock_list(seed + 1, MANY))
    assert told == {"returned": MANY}
    assert await shop.rows(sums) == [(MANY, sum(b["price"] for b in expected), sum(b["stock"] for b in expected))]


# -- upsert_books ---------------------------------------------------------------------------------------------------


def delivery_of(shop: Shop, books: list[Book], new: int) -> list[dict]:
    """Rows for these books and for some that are new, shuffled."""
    rows = new_rows(shop, len(books) + new)
    for row, book in zip(rows, books, strict=False):
        row["isbn"] = book.isbn
    shop.random.shuffle(rows)
    return rows


@pytest.mark.exercise("upsert_books", misconception="replace the stock, or the whole book")
async def test_a_delivery_is_taken_in(submission, shop):
    """upsert_books() adds new books; known ones get title and price, and the delivered stock on top of theirs."""
    known = await shop.add_books(6)
    rows = delivery_of(shop, known[:4], new=3)
    stock = {book.isbn: book.stock for book in known}
    await submission.committing.upsert_books(rows=rows)
    expected = [{**row, "stock": row["stock"] + stock.get(row["isbn"], 0)} for row in rows]
    untouched = [{key: getattr(book, key) for key in rows[0]} for book in known[4:]]
    await only_these_are_stored(shop, expected + untouched)


@pytest.mark.exercise("upsert_books", misconception="delete a book to write it anew")
async def test_a_known_book_stays_the_same_row(submission, shop):
    """upsert_books() leaves a known book its id: orders refer to it."""
    users = await shop.add_users(1, orders_each=1, lines_each=3)
    books = await shop.rows(select(Book.id, Book.isbn).order_by(Book.id))
    rows = [{**row, "isbn": isbn} for row, (_, isbn) in zip(new_rows(shop, 3), books, strict=True)]
    await submission.committing.upsert_books(rows=rows)
    assert await shop.rows(select(Book.id, Book.isbn).order_by(Book.id)) == books
    assert await shop.count(OrderLine) == 3 * len(users)


@pytest.mark.exercise("upsert_books", misconception="look for every book before they write it")
async def test_one_insert_for_a_delivery(submission, shop):
    """upsert_books() sends one statement, for a delivery of 8 and for one of 80."""
    for number in (4, 40):
        rows = delivery_of(shop, await shop.add_books(number), new=number)
        with submission.at_most(1):
            await submission.committing.upsert_books(rows=rows)
    assert {"books stored": await shop.count(Book)} == {"books stored": 88}


@pytest.mark.exercise("upsert_books", misconception="look first and insert then, and lose the race")
async def test_somebody_else_adds_the_same_book(submission, shop):
    """upsert_books() gets along with somebody who is just adding one of the same books."""
    rows = new_rows(shop, 5)
    rival = {**rows[shop.random.randrange(5)], "stock": shop.random.randrange(20, 30)}
    await submission.probe("upsert_against_a_rival", rows=rows, rival=rival)
    expected = [{**r, "stock": r["stock"] + rival["stock"]} if r["isbn"] == rival["isbn"] else r for r in rows]
    await only_these_are_stored(shop, expected)


@pytest.mark.exercise("upsert_books", misconception="send an INSERT for no rows at all")
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


@pytest.mark.exercise("raise_prices")
async def test_every_price_is_raised(submission, shop):
    """raise_prices() raises every price by that many percent."""
    books, percent = await shop.add_books(8), shop.random.randrange(2, 40)
    await submission.committing.raise_prices(percent=percent)
    await raised_as_told(shop, books, percent)


@pytest.mark.exercise("raise_prices", misconception="calculate money in floating point numbers, or cut off the rest")
async def test_half_a_cent_is_rounded_upwards(submission, shop):
    """raise_prices() rounds half a cent upwards: 850 raised by 15 percent is 978."""
    percent = shop.random.choice([13, 15, 38, 57])
    # floating point numbers are a little less than half for some of them: 850 * 1.15 is 977.4999999999999
    less = [price for price in half_cents(percent) if price * (1 + percent / 100) % 1 < 0.5]
    before = {*shop.random.sample(less, 6), *shop.random.sample(half_cents(percent), 6)}
    books = [await shop.add_book(price=price) for price in before]
    await submission.committing.raise_prices(percent=percent)
    await raised_as_told(shop, books, percent)


@pytest.mark.exercise("raise_prices")
async def test_prices_can_be_lowered(submission, shop):
    """raise_prices() of a negative percentage lowers the prices by the same rule, with -100 percent to nothing."""
    for percent in (-shop.random.choice([5, 15, 35, 50]), -100):
        half = half_cents(percent)
        # SQL cuts off towards zero, which is upwards for a negative number: that shows where there is no half cent
        other = [price for price in range(100, 5000) if price not in half]
        before = shop.random.sample(half, min(6, len(half))) + shop.random.sample(other, 6)
        books = [await shop.add_book(price=price) for price in before]
        await submission.committing.raise_prices(percent=percent)
        await raised_as_told(shop, books, percent)


@pytest.mark.exercise("raise_prices", misconception="load every book to change a number in it")
async def test_one_update_however_many(submission, shop):
    """raise_prices() sends one UPDATE for 5 books and for 50, and no book comes back."""
    for number in (5, 45):
        await shop.add_books(number)
        with submission.at_most(1), submission.at_most(0, "SELECT"):
            await submission.committing.raise_prices(percent=10)


# -- export_sales ---------------------------------------------------------------------------------------------------


async def add_sales(shop: Shop, number: int, books: int) -> list[str]:
    """That many order lines of random books at prices that are not today's; the lines to be exported."""
    draw = shop.random.randrange
    for_sale, user = await shop.add_books(books), await shop.add_user()
    await shop.add(order := Order(user_id=user.id))
    sold = [(for_sale[draw(books)], draw(1, 9), draw(100, 5000)) for _ in range(number)]
    await shop.add_rows(
        OrderLine,
        [{"order_id": order.id, "book_id": book.id, "quantity": many, "price": price} for book, many, price in sold],
    )
    return [f"{book.isbn},{many},{price}\n" for book, many, price in sold]


def same_lines(found: list[str], expected: list[str]) -> None:
    """Say which line is the first that is not as expected."""
    for number, (one, other) in enumerate(zip_longest(found, expected), 1):
        if one is None:
            raise AssertionError(f"line {number} is missing")
        if one == other:
            continue
        shown = repr(one) if len(one) <= 80 else f"{one[:78]!r} …"
        shown += "" if one.endswith("\n") else ", without a line break"
        wanted = f"expected {other!r}" if other else "and there should be no more lines"
        raise AssertionError(f"line {number} is {shown}, {wanted}")


@pytest.mark.exercise("export_sales", misconception="export today's price for the one that was paid")
async def test_a_line_for_every_sale(submission, shop):
    """export_sales() writes a line for every order line, in the order of their ids, and returns how many."""
    sold = await add_sales(shop, shop.random.randrange(9, 13), books=5)
    told = await submission.probe("export")
    same_lines(told["lines"], sold)
    assert {"returned": told["returned"]} == {"returned": len(sold)}


@pytest.mark.exercise("export_sales", misconception="trust that rows come in the order of their ids")
async def test_lines_in_the_order_of_their_ids(submission, shop):
    """export_sales() writes the lines in the order of their ids, however they were stored."""
    books, user, draw = await shop.add_books(5), await shop.add_user(), shop.random.choice
    await shop.add(*(orders := [Order(user_id=user.id) for _ in range(4)]))
    ids = sorted(shop.random.sample(range(1, 1000), 12), reverse=True)
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


@pytest.mark.exercise("export_sales")
async def test_nothing_sold(submission):
    """export_sales() of a shop that has sold nothing writes nothing and returns 0."""
    told = await submission.probe("export")
    assert (told["lines"], told["returned"]) == ([], 0)


@pytest.mark.exercise("export_sales", misconception="fetch the book of every line")
async def test_no_statement_for_every_line(submission, shop):
    """export_sales() sends a handful of statements for 60 sales of 60 books, not one for each."""
    sold = await add_sales(shop, 60, books=60)
    with submission.at_most(5):
        told = await submission.probe("export")
    same_lines(told["lines"], sold)


@pytest.mark.exercise("export_sales", misconception="load all that is exported at once")
@pytest.mark.limit(90)
async def test_an_export_of_any_length(submission, shop):
    """export_sales() of 200,000 order lines needs no more memory than a thousand do."""
    sold = await add_sales(shop, 60, books=20)
    with submission.at_most(5):  # a statement for every line would take minutes below
        await submission.probe("export")
    sold += await add_sales(shop, MANY - 60, books=20)
    with submission.memory_at_most(
        megabytes=12,
        cause="Something holds all the rows: execute(), stream() without yield_per, or a list of the text.",
    ):
        told = await submission.probe("export")
    same_lines(told["lines"], sold[: len(told["lines"])])
    assert {"returned": told["returned"], "lines written": told["written"]} == {"returned": MANY, "lines written": MANY}
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


@pytest.mark.exercise("copy_books")
@ON_POSTGRESQL
async def test_every_row_is_copied(submission, shop):
    """copy_books() stores a book for every row."""
    seed, number = shop.random.randrange(10**5), shop.random.randrange(5, 9)
    await submission.probe("copy_stock_list", seed=seed, number=number)
    await only_these_are_stored(shop, stock_list(seed, number))


@pytest.mark.exercise("copy_books", misconception="take a row's values in whatever order they come")
@ON_POSTGRESQL
async def test_columns_go_by_their_names(submission, shop):
    """copy_books() puts every value into the column it is named for, whatever the order of a row's keys."""
    seed = shop.random.randrange(10**5)
    await submission.probe("copy_stock_list", seed=seed, number=4, backwards=True)
    await only_these_are_stored(shop, stock_list(seed, 4))


@pytest.mark.exercise("copy_books", misconception="call COPY what is an INSERT")
@ON_POSTGRESQL
async def test_the_server_sees_one_copy(submission, shop):
    """copy_books() stores all rows by one COPY, as the server itself sees it."""
    await shop.run(*WATCH_INSERTS)
    await submission.probe("copy_stock_list", seed=shop.random.randrange(10**5), number=1_200)
    seen = await shop.rows(text("SELECT left(query, 60) FROM watched"))
    if len(seen) != 1 or not seen[0].upper().startswith("COPY"):
        many = f"{len(seen)} statements, the first of them" if len(seen) > 1 else "one statement"
        raise AssertionError(f"expected one COPY, the server saw {many}:\n  {seen[0] if seen else '(none)'} …")


@pytest.mark.exercise("copy_books", misconception="leave half a delivery behind")
@ON_POSTGRESQL
async def test_all_rows_or_none(submission, shop):
    """When one row is refused, copy_books() raises, and none is stored."""
    raised = await submission.probe("copy_stock_list", seed=shop.random.randrange(10**5), number=2_500, repeated=True)
    stored = await shop.count(Book)
    assert stored == 0, f"the last of 2,501 rows was refused, yet {stored} are stored"
    assert raised, "the last row repeats an isbn, and copy_books() raised nothing"


@pytest.mark.exercise("copy_books", misconception="hold all rows in memory")
@pytest.mark.limit(90)
@ON_POSTGRESQL
async def test_a_copy_of_any_length(submission, shop):
    """copy_books() of 200,000 rows holds few of them at a time."""
    seed = shop.random.randrange(10**5 - 1)
    await submission.probe("copy_stock_list", seed=seed, number=3_000)
    with submission.memory_at_most(megabytes=12, cause="Something holds all the rows: a list of the records."):
        await submission.probe("copy_stock_list", seed=seed + 1, number=MANY)
    assert {"books stored": await shop.count(Book)} == {"books stored": MANY + 3_000}
