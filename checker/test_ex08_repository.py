"""Checks of lesson 08: the learner's classes on models they know and on models they have never seen."""

import asyncio

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.schema import CreateTable

from checker.probes.own_shop import Seat, Ticket, Voucher
from checker.wall.verdicts import Raised
from workbook.bookshop import Book, Order, OrderLine, User
from workbook.in_memory import key_of

ONE_CLASS, LOSES = "One class for every model", "What the obvious code loses"
VOCABULARY, FILTERS = "A vocabulary, and no commit", "Filters are expressions"
UNIT, TWICE = "One unit of work", "The same tests, twice"
OWN = {Voucher: "number", Ticket: "code, a text", Seat: "(row, place)"}
"""Models that the learner has not seen, with what their keys are."""


async def add_own(shop, model, number):
    """Rows of a model that the learner has not seen, in the order of their making; not that of their keys."""
    await shop.run(str(CreateTable(model.__table__).compile(dialect=shop.url.get_dialect()())))
    rows = [own_row(shop, model) for _ in range(number)]
    if model is Seat:  # two rows, the last place first: no column alone tells which seat is meant, or first
        names, places = [shop.word(), shop.word()], range((number + 1) // 2, 0, -1)
        seats = [{"row": name, "place": place} for name in names for place in places]
        rows = [row | seat for row, seat in zip(rows, seats, strict=False)]
    await shop.add(*[model(**row) for row in rows])
    return await shop.rows(select(model.__table__))


def own_row(shop, model, **given):
    """Values for a row of such a model."""
    keys = {Voucher: {"id": shop.word()}, Ticket: {"code": shop.word()}}
    keys[Seat] = {"row": shop.word(), "place": shop.random.randrange(1, 10_000)}
    return {**keys[model], "cents": shop.random.randrange(100, 5000), **given}


async def keys_of(shop, model):
    """The keys of a model's rows, as the database sorts them."""
    keys = model.__mapper__.primary_key
    return await shop.rows(select(*keys).order_by(*keys))


def new_user(shop):
    return {"email": shop.email(), "full_name": shop.word().title()}


def new_book(shop, **given):
    price, stock = shop.random.randrange(100, 5000), shop.random.randrange(2, 10)
    return {"isbn": shop.word(), "title": shop.word().title(), "price": price, "stock": stock, **given}


# -- Repository: get, get_many ---------------------------------------------------------------------------------------


@pytest.mark.exercise(
    "Repository",
    misconception="ask with another session, or end the one they were given",
    taught=VOCABULARY,
    hint="Ask `self.session`, and leave it as it is: no commit, no close, no `async with` around it.",
)
async def test_the_session_is_its_callers(submission, shop):
    """get(), get_many() and list() find what the caller has not committed yet, and leave it uncommitted."""
    found = await submission.probe("in_the_callers_session", email=shop.email())
    wrong = [fact for fact, holds in found.items() if not holds]
    assert not wrong, f"a user is added, and not committed; this is not so: {', '.join(wrong)}"
    assert await shop.emails() == [], "the caller has rolled back, and what was added is stored"


@pytest.mark.exercise(
    "Repository",
    misconception="load more than was asked for",
    taught=VOCABULARY,
    hint="The session has a method of this very name.",
)
async def test_get_one_by_its_key(submission, shop):
    """get() returns the object with this key, and None if there is none; one statement, one row."""
    books = await shop.add_books(8)
    book, nothing = shop.random.choice(books), 1000 + shop.random.randrange(1000)
    with submission.at_most(2, rows=1):
        calls = [["get", book.id], ["get", nothing]]
        found, none = await submission.probe("read", model="Book", calls=calls, met=[])
    assert {"found": found and found.isbn, "no such key": none} == {"found": book.isbn, "no such key": None}


@pytest.mark.exercise(
    "Repository",
    misconception="take every key for a number called id",
    taught=ONE_CLASS,
    hint="Ask the model's mapper which columns make its key, and take a key for what session.get() takes.",
)
async def test_get_and_get_many_whatever_the_key_is(submission, shop):
    """get() and get_many() find objects by a key of another name, by a text, and by a key of two columns."""
    for model in OWN:
        await add_own(shop, model, 6)
        keys = shop.random.sample(await keys_of(shop, model), 4)
        calls = [*(["get", key] for key in keys), ["get_many", [*keys, keys[1]]]]
        *each, many = await submission.probe("read", model=model.__name__, calls=calls, met=[])
        found = {"get()": [own_key(model, one) for one in each], "get_many()": [own_key(model, one) for one in many]}
        expected = {"get()": keys, "get_many()": [*keys, keys[1]]}
        assert found == expected, f"the key of a {model.__name__} is {OWN[model]}"


def own_key(model, arrived):
    """The key of an object that has arrived from the worker."""
    if arrived is None:
        return None
    names = {Voucher: ["number"], Ticket: ["code"], Seat: ["row", "place"]}[model]
    key = tuple(getattr(arrived, name) for name in names)
    return key if len(key) > 1 else key[0]


@pytest.mark.exercise(
    "Repository",
    misconception="return what the database returns, in its order",
    taught=LOSES,
    hint="The database answers in an order of its own, each row once. Put the objects under their keys first.",
)
async def test_get_many_keeps_order_and_repeats(submission, shop):
    """get_many() returns an object for each key, in their order: twice if asked twice, None if there is no such row."""
    books = await shop.add_books(9)
    met, asked = books[:3], shop.random.sample(books[2:], 5)
    keys = [asked[0].id, 0, 10_000, *(book.id for book in asked[1:]), asked[0].id]
    shop.random.shuffle(keys)
    calls = [["get_many", keys]]
    [found] = await submission.probe("read", model="Book", calls=calls, met=[book.id for book in met])
    by_id = {book.id: book.isbn for book in books}
    assert [each and each.isbn for each in found] == [by_id.get(key) for key in keys], f"asked for the keys {keys}"


@pytest.mark.exercise(
    "Repository",
    misconception="ask once for every key",
    taught=LOSES,
    hint="One WHERE can name all keys: `column.in_(keys)`.",
)
async def test_get_many_in_one_statement(submission, shop):
    """get_many() sends one statement for 3 keys and for 400, and none for no keys; it fetches their rows only."""
    books = await shop.add_books(40)
    for number, missing in ((3, 2), (30, 370)):
        keys = [book.id for book in shop.random.sample(books, number)] + [*range(10_000, 10_000 + missing)]
        with submission.at_most(1, rows=number):
            await submission.probe("read", model="Book", calls=[["get_many", keys]], met=[])
    await add_own(shop, Seat, 4)
    keys = await keys_of(shop, Seat)
    with submission.at_most(1, rows=2):  # by rows and places apart it would be all four
        await submission.probe("read", model="Seat", calls=[["get_many", [keys[0], keys[3]]]], met=[])
    with submission.at_most(0):
        [found] = await submission.probe("read", model="Book", calls=[["get_many", []]], met=[])
    assert found == []


# -- Repository: create, update, delete ------------------------------------------------------------------------------


@pytest.mark.exercise(
    "Repository",
    misconception="return an object whose key nobody knows yet",
    taught=VOCABULARY,
    hint="A key is made by the INSERT, and the session sends that at a flush.",
)
async def test_create_gives_the_key(submission, shop):
    """create() returns the object with its key known, and its row is there once the caller has committed."""
    rows = [new_book(shop) for _ in range(2)]
    made = await submission.probe("create", model="Book", rows=rows, commit=True)
    stored = await shop.rows(select(Book.isbn, Book.title, Book.price, Book.stock).order_by(Book.id))
    assert stored == [tuple(row.values()) for row in rows]
    assert [book.get("id") for book in made] == await keys_of(shop, Book), "the keys, when create() had returned"


@pytest.mark.exercise(
    "Repository",
    misconception="set the id themselves, or write over the object that has the key",
    taught=ONE_CLASS,
    hint="The model knows how its key is made; create() hands the values on, and adds a new object.",
)
async def test_create_whatever_the_key_is(submission, shop):
    """create() adds objects with a key of another name, with a text for one, with one of two columns; once each."""
    for model in OWN:
        await add_own(shop, model, 1)
        row = own_row(shop, model)
        [made] = await submission.probe("create", model=model.__name__, rows=[row], commit=True)
        columns = [getattr(model, name) for name in made]
        assert {**made, **row} == made, f"a {model.__name__}, created with {row}"
        assert tuple(made.values()) in await shop.rows(select(*columns))
        with submission.raises("IntegrityError"):
            await submission.probe("create", model=model.__name__, rows=[made | {"cents": 1}], commit=True)
            key = key_of(model(**made))
            raise AssertionError(f"a {model.__name__} has the key {key!r}, and create() did not refuse a second")


@pytest.mark.exercise(
    "Repository",
    misconception="commit in a repository",
    taught=VOCABULARY,
    hint="Where the transaction ends is the caller's decision: flush() sends, commit() decides.",
)
async def test_create_leaves_the_commit_to_the_caller(submission, shop):
    """create() commits nothing: of two users the second is refused, and the first is not stored either."""
    user = new_user(shop)
    another = {**new_user(shop), "email": user["email"]}
    await submission.probe("create", model="User", rows=[user], commit=False)
    assert await shop.emails() == [], "the user is stored, although the caller never committed"
    with submission.raises("IntegrityError"):
        await submission.probe("create", model="User", rows=[user, another], commit=False)
    assert await shop.emails() == [], "half of the work is stored: the second user was refused"


@pytest.mark.exercise(
    "Repository",
    misconception="swallow a misspelt name",
    taught=LOSES,
    hint="The model's own constructor knows its names.",
)
async def test_create_refuses_a_misspelt_name(submission, shop):
    """create() raises TypeError for a name the model does not have, and adds nothing."""
    with submission.raises("TypeError"):
        await submission.probe("create", model="Book", rows=[new_book(shop) | {"prise": 900}], commit=True)
    assert await shop.count(Book) == 0


@pytest.mark.exercise(
    "Repository",
    misconception="take the columns of a table for all that an object has",
    taught=VOCABULARY,
    hint="`self.model(**values)` takes whatever the model has, relationships too, and says TypeError by itself.",
)
async def test_create_with_related_objects(submission, shop):
    """create() takes a relationship among the values: an order with its lines is stored with them."""
    user, book = await shop.add_user(), await shop.add_book()
    number = await submission.probe("create_with_lines", user_id=user.id, book_id=book.id)
    lines = select(OrderLine.order_id, OrderLine.quantity).order_by(OrderLine.quantity)
    assert await shop.rows(lines) == [(number, 1), (number, 2)]


@pytest.mark.exercise(
    "Repository",
    misconception="set values that are never sent",
    taught=VOCABULARY,
    hint="Set the attributes of the object you were given, then flush.",
)
async def test_update_changes_these_values(submission, shop):
    """update() gives this object these values and no others, sends them, and returns it."""
    books = await shop.add_books(3)
    book, new = shop.random.choice(books), {"price": shop.random.randrange(5000, 9000), "title": shop.word()}
    await submission.probe("update", model="Book", key=book.id, values=new)
    expected = {each.id: (each.isbn, each.title, each.price, each.stock) for each in books}
    expected[book.id] = (book.isbn, new["title"], new["price"], book.stock)
    stored = await shop.rows(select(Book.id, Book.isbn, Book.title, Book.price, Book.stock))
    assert {number: tuple(values) for number, *values in stored} == expected


@pytest.mark.exercise(
    "Repository",
    misconception="lose what the caller has changed and not sent yet",
    taught=LOSES,
    hint="Nothing has to be read again: set the values on the object as it is, then flush.",
)
async def test_update_keeps_what_the_caller_has_changed(submission, shop):
    """What the caller has set on the object before update(), and not sent, is sent along with the values."""
    book = await shop.add_book()
    before = {"stock": book.stock + shop.random.randrange(1, 9)}
    await submission.probe("update", model="Book", key=book.id, values={"price": book.price + 1}, before=before)
    stored = await shop.rows(select(Book.price, Book.stock))
    assert stored == [(book.price + 1, before["stock"])], "price, set by update(), and stock, set by its caller before"


@pytest.mark.exercise(
    "Repository",
    misconception="commit in a repository",
    taught=VOCABULARY,
    hint="Where the transaction ends is the caller's decision: flush() sends, commit() decides.",
)
async def test_update_and_delete_leave_the_commit_to_the_caller(submission, shop):
    """update() and delete() send and commit nothing: when the caller leaves, everything is as it was."""
    book = await shop.add_book()
    await submission.probe("update", model="Book", key=book.id, values={"price": book.price + 1}, commit=False)
    await submission.probe("delete", model="Book", key=book.id, commit=False)
    stored = await shop.rows(select(Book.isbn, Book.price))
    assert stored == [(book.isbn, book.price)], "the caller never committed, and the book is not as it was"


@pytest.mark.exercise(
    "Repository",
    points=2,
    misconception="set whatever name they are given",
    taught=LOSES,
    hint="`hasattr` knows too many names. `inspect(model).attrs` holds those that are mapped; look before you set any.",
)
async def test_update_refuses_a_misspelt_name(submission, shop):
    """update() raises AttributeError for a name that is not mapped, and then no other value is changed either."""
    book = await shop.add_book()
    for name in ("prise", "metadata", "registry", "awaitable_attrs", "__tablename__"):
        values = [("price", book.price + 1), (name, 900), ("title", shop.word())]
        shop.random.shuffle(values)
        seen = await submission.probe("misspelt", key=book.id, values=dict(values))
        expected = {"raised": "AttributeError", "changed": {}, "new": 0, "lost": []}
        assert seen == expected, f"update(book, {', '.join(f'{name}=…' for name, _ in values)}): {name} is not mapped"


@pytest.mark.exercise(
    "Repository",
    misconception="take the columns' names for those of the attributes",
    taught=LOSES,
    hint="`inspect(model).attrs` holds what is mapped, by the names that Python code uses; a table's columns may have "
    "others. And None is a value like any other.",
)
async def test_update_whatever_is_mapped(submission, shop):
    """update() goes by the names that Python code uses, where the column has another one; and None is a value."""
    await add_own(shop, Voucher, 1)
    voucher = await mapped(submission, shop, fake=False)
    assert (voucher["cents"] + 1, None) in await shop.rows(select(Voucher.cents, Voucher.id))


async def mapped(submission, shop, fake):
    """Both repositories say the same about an attribute whose column has another name, and about None."""
    voucher = own_row(shop, Voucher)
    seen = await submission.probe("update_whatever_is_mapped", fake=fake, row=voucher)
    expected = {"cents": voucher["cents"] + 1, "id": None, "update(voucher, amount=1)": "raised AttributeError"}
    assert seen == expected, "update(voucher, cents=…, id=None); `cents` is the attribute, and `amount` is its column"
    return voucher


@pytest.mark.exercise(
    "Repository",
    misconception="roll back what belongs to the caller",
    taught=VOCABULARY,
    hint="The session is the caller's: after a refusal they roll back, as far as they choose. Let the exception go on.",
)
async def test_a_refusal_in_a_savepoint(submission, shop):
    """create(), update() and delete() roll nothing back: refused in the caller's savepoint, they leave the rest."""
    keeper = await shop.add_user(orders_each=1)
    emails = [shop.email() for _ in range(3)]
    raised = await submission.probe("refused_in_a_savepoint", emails=emails, taken=keeper.email, keeper=keeper.id)
    assert raised == [f"{word}(): IntegrityError" for word in ("create", "update", "delete")], "what was raised"
    assert await shop.emails() == sorted([keeper.email, *emails]), "the caller added three users, and committed"


@pytest.mark.exercise(
    "Repository",
    misconception="hide that there is no such row any more",
    taught=LOSES,
    hint="A flush counts the rows that its UPDATE has changed, and raises StaleDataError; let it.",
)
@pytest.mark.deletes
async def test_update_of_a_row_that_is_gone(submission, shop):
    """update() raises if somebody has deleted the row since it was read, and makes no new one."""
    books = await shop.add_books(2)
    with submission.raises("Exception"):
        await submission.probe("update_of_what_is_gone", key=books[0].id, values={"price": 1})
        raise AssertionError("somebody had deleted the book, and update() returned as if all were well")
    assert await keys_of(shop, Book) == [books[1].id]


@pytest.mark.exercise(
    "Repository",
    misconception="delete by a column called id, or never send it",
    taught=VOCABULARY,
    hint="`session.delete()` marks the object, and is awaited; the DELETE goes out with a flush.",
)
@pytest.mark.deletes
async def test_delete_this_one(submission, shop):
    """delete() deletes this one object, whatever its key is, and its DELETE is sent when it returns."""
    for model in (Book, *OWN):
        await (shop.add_books(4) if model is Book else add_own(shop, model, 4))
        keys = await keys_of(shop, model)
        key = shop.random.choice(keys)
        found = await submission.probe("delete", model=model.__name__, key=key)
        assert found["sent"], "delete() has marked the object, and sent nothing yet: a flush() is missing"
        assert not found["there"], "the row is deleted, and the caller's session still finds the object"
        assert await keys_of(shop, model) == [each for each in keys if each != key], (
            f"the {model.__name__} with key {key}"
        )


@pytest.mark.exercise(
    "Repository",
    misconception="delete what others refer to, or hide that they do",
    taught=LOSES,
    hint="The database refuses it: let its IntegrityError go on to the caller.",
)
async def test_delete_of_what_others_refer_to(submission, shop):
    """delete() of a user with orders raises IntegrityError, and user and orders are as they were."""
    for lines in (1, 0):  # an order that has no lines goes without a word, if somebody deletes it first
        user = await shop.add_user(orders_each=2, lines_each=lines)
        with submission.raises("IntegrityError"):
            await submission.probe("delete", model="User", key=user.id)
        seen = select(User.email, func.count(Order.id)).join(Order).where(User.id == user.id).group_by(User.email)
        assert await shop.rows(seen) == [(user.email, 2)]


# -- Repository: list ------------------------------------------------------------------------------------------------


@pytest.mark.exercise(
    "Repository",
    misconception="forget a condition, or the direction of the sorting",
    taught=FILTERS,
    hint="`where(*conditions)` takes as many as there are, `order_by()` what it is given.",
)
async def test_list_filters_and_sorts(submission, shop):
    """list() returns the objects for which every condition holds, in the order that was asked for."""
    books = await shop.add_books(12)
    middle = sorted(book.price for book in books)[4]
    where = [["price", ">", middle], ["stock", "<", 8]]
    wanted = select(Book.id).where(Book.price > middle, Book.stock < 8)
    for order_by, column in (("price", Book.price), ("-title", Book.title.desc())):
        found = await submission.probe("page", model="Book", where=where, asked={"order_by": order_by})
        assert found == await shop.rows(wanted.order_by(column, Book.id)), f"order_by {order_by}, where {where}"


@pytest.mark.exercise(
    "Repository",
    misconception="page through an order that is not total",
    taught=LOSES,
    hint="After `order_by` comes the key, every column of it: then no two rows are equal.",
)
async def test_list_breaks_ties_by_the_key(submission, shop):
    """list() breaks ties by the key, and sorts by it if no order is asked for: no row is on two pages."""
    for model in (Ticket, Seat):
        await add_own(shop, model, 5)
        await shop.execute(update(model).values(cents=500))
        await shop.add(*[model(**own_row(shop, model, cents=cents)) for cents in (400, 500, 500, 600, 600)])
        some = shop.random.choice(await keys_of(shop, model))
        await shop.execute(update(model).where(*same_key(model, some)).values(cents=500))  # PostgreSQL puts it last
        keys = model.__mapper__.primary_key
        for order_by, column in (("cents", [model.cents]), ("-cents", [model.cents.desc()]), (None, [])):
            pages = []
            for number in (1, 2, 3, 4, 5):
                asked = {"page": number, "size": 3} | ({"order_by": order_by} if order_by else {})
                pages += await submission.probe("page", model=model.__name__, where=[], asked=asked)
            expected = await shop.rows(select(*keys).order_by(*column, *keys))
            assert pages == expected, f"the keys of five pages of 3, with order_by={order_by}"


def same_key(model, key):
    key = key if isinstance(key, tuple) else (key,)
    return [column == value for column, value in zip(model.__mapper__.primary_key, key, strict=True)]


@pytest.mark.exercise(
    "Repository",
    misconception="load everything and throw most of it away",
    taught=FILTERS,
    hint="LIMIT and OFFSET are the database's business: `limit(size)`, and how many rows come before this page?",
)
async def test_list_leaves_the_other_pages_in_the_database(submission, shop):
    """list() sends one statement and fetches the rows of its page; the first page is number 1, its size 20."""
    await shop.add_books(45)
    keys = await keys_of(shop, Book)
    for asked, expected in (
        ({}, keys[:20]),
        ({"page": 3}, keys[40:]),
        ({"page": 2, "size": 7}, keys[7:14]),
        ({"page": 9}, []),
    ):
        with submission.at_most(1, rows=len(expected)):
            found = await submission.probe("page", model="Book", where=[], asked=asked)
        assert found == expected, f"list({', '.join(f'{name}={value}' for name, value in asked.items())}) of 45 books"


# -- UnitOfWork ------------------------------------------------------------------------------------------------------


def values_of(shop):
    return {"email": shop.email(), "isbn": shop.word()}


async def stored(shop):
    """What a block of the probe's leaves, in numbers."""
    return {"users": await shop.count(User), "books": await shop.count(Book), "orders": await shop.count(Order)}


NOTHING = {"users": 0, "books": 0, "orders": 0}


@pytest.mark.exercise(
    "UnitOfWork",
    misconception="give each repository a session of its own",
    taught=UNIT,
    hint="One session, made when the block begins; all three repositories get it, and commit() commits it.",
)
async def test_one_transaction_for_all_repositories(submission, shop):
    """What users, books and orders have done in the block is kept by one commit() of one session."""
    _, out = await submission.probe("work", **(values := values_of(shop)), ending="commits")
    assert await stored(shop) == {"users": 1, "books": 1, "orders": 1}
    assert await shop.stock() == {values["isbn"]: 2}, "one of three copies was taken by books.take()"
    trace = submission.trace
    seen = {"sessions": len({event.session for event in trace.of("session")}), "commits": len(trace.of("commit"))}
    assert seen == {"sessions": 1, "commits": 1}
    assert {"connections still out after the block": out} == {"connections still out after the block": 0}


@pytest.mark.exercise(
    "UnitOfWork",
    misconception="commit on leaving without being told",
    taught=UNIT,
    hint="Without commit() the changes must be lost, or nobody can change their mind: __aexit__ closes, and no more.",
)
async def test_without_commit_nothing_is_kept(submission, shop):
    """A block that is left without commit() leaves nothing behind, and no connection out."""
    _, out = await submission.probe("work", **values_of(shop), ending="leaves")
    assert await stored(shop) == NOTHING
    assert {"connections still out after the block": out} == {"connections still out after the block": 0}


@pytest.mark.exercise(
    "UnitOfWork",
    misconception="commit or swallow what failed",
    taught=UNIT,
    hint="An __aexit__ that returns something true swallows the exception; return nothing.",
)
async def test_a_block_that_fails(submission, shop):
    """When the block raises, or is cancelled by a deadline, nothing is kept, and the caller gets that exception."""
    endings = {"raises": "Stop", "has no copies left": "OutOfStock", "is cancelled": "TimeoutError"}
    for ending, expected in endings.items():
        came_out, out = await submission.probe("work", **values_of(shop), ending=ending)
        assert {"came out": came_out, **await stored(shop)} == {"came out": expected, **NOTHING}, (
            f"a block that {ending}"
        )
        assert {"connections still out after the block": out} == {"connections still out after the block": 0}


@pytest.mark.exercise(
    "UnitOfWork",
    misconception="hide a failed commit",
    taught=UNIT,
    hint="commit() has nothing to catch.",
)
async def test_a_commit_that_fails(submission, shop):
    """When the COMMIT itself fails, the caller is told, and no connection stays out."""
    await submission.fault("commit")
    came_out, out = await submission.probe("work", **values_of(shop), ending="commits")
    assert {"told": came_out, **await stored(shop)} != {"told": "nothing", **NOTHING}, (
        "the database refused the COMMIT, and commit() returned as if all were well"
    )
    assert await stored(shop) == NOTHING
    assert {"connections still out after the block": out} == {"connections still out after the block": 0}
    came_out, _ = await submission.probe("work", **values_of(shop), ending="is refused")
    assert came_out == "IntegrityError", f"a commit() with an email that is taken raised {came_out}"


@pytest.mark.exercise(
    "UnitOfWork",
    misconception="take rollback() for the end of the block",
    taught=UNIT,
    hint="rollback() is the session's own; its repositories go on with the same session.",
)
async def test_rollback_undoes_and_the_block_goes_on(submission, shop):
    """rollback() undoes what was done so far, and what comes after it in the same block can be committed."""
    values = values_of(shop)
    await submission.probe("work", **values, ending="rolls back")
    assert {**await stored(shop), "emails": await shop.emails()} == {
        **NOTHING,
        "users": 1,
        "emails": [f"after {values['email']}"],
    }


@pytest.mark.exercise(
    "UnitOfWork",
    misconception="take commit() for the end of the block",
    taught=UNIT,
    hint="commit() is the session's own; its repositories go on with the same session.",
)
async def test_the_block_goes_on_after_a_commit(submission, shop):
    """After a commit() the block can go on, and a second commit() keeps what was done since the first."""
    values = values_of(shop)
    await submission.probe("work", **values, ending="commits twice")
    assert await shop.emails() == sorted([values["email"], f"after {values['email']}"])


@pytest.mark.exercise(
    "UnitOfWork",
    misconception="make the session once, when the unit of work is made",
    taught=UNIT,
    hint="A session per block: make it where the block begins, not in __init__.",
)
async def test_a_second_block_has_a_new_session(submission, shop):
    """A unit of work can be entered again after it was left: with a new session, and what was committed is there."""
    emails = sorted([shop.email(), shop.email()])
    seen = await submission.probe("twice", emails=emails)
    assert seen == {"found": True, "the old session's object": False}
    assert await shop.emails() == emails


@pytest.mark.exercise(
    "UnitOfWork",
    points=2,
    misconception="let a closed session begin again",
    taught=UNIT,
    hint="A closed session takes a connection at its next use, unless it was made with close_resets_only=False.",
)
async def test_outside_of_its_block_it_refuses(submission, shop):
    """Before and after its block the unit of work refuses to work, and so does a repository that was kept."""
    seen = await submission.probe("outside")
    out = seen.pop("connections out")
    used = [moment for moment, answer in seen.items() if answer != "an exception"]
    assert not used, f"no exception where there is no block: {', '.join(used)}; connections now out: {out}"
    assert {"connections out": out} == {"connections out": 0}


# -- order_books -----------------------------------------------------------------------------------------------------


async def everything(shop):
    """All that an order writes, in numbers."""
    tables = {"orders": await shop.count(Order), "order lines": await shop.count(OrderLine)}
    return tables | {f"stock of {title}": stock for title, stock in (await shop.stock()).items()}


def changed(before, after):
    """What is not as it was, told with both values."""
    return [f"{name}: {before[name]} before, {after[name]} now" for name in before if before[name] != after[name]]


@pytest.mark.exercise(
    "order_books",
    misconception="forget the commit or the price",
    taught=UNIT,
    hint="Lines can be given to create() together with the order: `lines=[OrderLine(…), …]`.",
)
async def test_an_order_through_the_unit_of_work(submission, shop):
    """order_books() stores the order, its lines at today's price and the new stock, and returns the order's id."""
    users, books = await shop.add_users(3), await shop.add_books(4)
    user, wanted = shop.random.choice(users), {book.isbn: shop.random.randint(1, book.stock) for book in books[:3]}
    number = await submission.probe("order", user_id=user.id, lines=wanted)
    line = select(Book.isbn, OrderLine.quantity, OrderLine.price).join(OrderLine.book).order_by(Book.id)
    assert await shop.rows(line) == [(book.isbn, wanted[book.isbn], book.price) for book in books[:3]]
    assert await shop.rows(select(Order.id, Order.user_id)) == [(number, user.id)]
    assert await shop.stock() == {book.title: book.stock - wanted.get(book.isbn, 0) for book in books}


@pytest.mark.exercise(
    "order_books",
    misconception="keep half of an order",
    taught=UNIT,
    hint="Raise inside the block, before the one commit(): leaving it undoes the rest.",
)
async def test_an_order_with_one_title_short(submission, shop):
    """If there are too few of one title, or no such ISBN, order_books() raises OutOfStock and nothing has changed."""
    user, books = await shop.add_user(), await shop.add_books(3)
    before = await everything(shop)
    shelf = {book.isbn: f"{book.stock} copies" for book in books} | {"no such ISBN": "no such book"}
    for short in shelf:  # the first line, one in the middle, the last
        with submission.raises("OutOfStock"):
            await submission.probe("order", user_id=user.id, lines={book.isbn: 1 for book in books} | {short: 11})
            raise AssertionError(f"nothing was raised for 11 copies of {short!r}: the shop has {shelf[short]}")
        kept = changed(before, await everything(shop))
        assert not kept, f"the order was refused, and half of it is in the database: {kept}"


@pytest.mark.exercise(
    "order_books",
    misconception="call every refusal of the database OutOfStock",
    taught=UNIT,
    hint="OutOfStock is for books. Whatever else is raised goes on to the caller as it is.",
)
async def test_an_order_that_the_database_refuses(submission, shop):
    """If there is no such user, or the database fails, that is raised, not OutOfStock, and nothing has changed."""
    user, books = await shop.add_user(), await shop.add_books(3)
    wanted, before = {book.isbn: 1 for book in books}, await everything(shop)
    nobody = shop.random.randint(1_000, 1_000_000)
    for what, fault, user_id in (
        ("no user has this id", {}, nobody),
        ("the INSERT failed", {"kind": "statement", "verb": "INSERT"}, user.id),
        ("the COMMIT failed", {"kind": "commit"}, user.id),
    ):
        if fault:
            await submission.fault(**fault)
        names = []
        with submission.raises("Exception"):
            try:
                await submission.probe("order", user_id=user_id, lines=wanted)
            except Raised as raised:
                names = raised.names
                raise
        assert "OutOfStock" not in names, f"{what}, and there are enough copies: this is not OutOfStock"
        kept = changed(before, await everything(shop))
        assert not kept, f"{what}, and half of the order is in the database: {kept}"


@pytest.mark.exercise(
    "order_books",
    points=2,
    misconception="read the stock, compute in Python, write it back",
    taught=UNIT,
    hint="`uow.books.take()` asks and takes in one step; get() and update() leave a moment in between.",
)
async def test_eight_orders_at_once(submission, shop):
    """Of eight orders at the same moment, as many go through as there are copies, and no more."""
    users, book = await shop.add_users(8), await shop.add_book(stock=shop.random.randrange(2, 6))
    await submission.meet("SELECT", parties=8)
    calls = [submission.probe("order", user_id=user.id, lines={book.isbn: 1}) for user in users]
    results = await asyncio.gather(*calls, return_exceptions=True)
    for result in results:
        if isinstance(result, BaseException) and not (isinstance(result, Raised) and "OutOfStock" in result.names):
            raise result
    accepted = sum(not isinstance(result, Raised) for result in results)
    sold = await shop.value(select(func.coalesce(func.sum(OrderLine.quantity), 0)))
    seen = {"accepted": accepted, "sold": sold, "stock": (await shop.stock())[book.title]}
    assert seen == {"accepted": book.stock, "sold": book.stock, "stock": 0}, f"there were {book.stock} copies: {seen}"
    returned = sorted(result for result in results if not isinstance(result, BaseException))
    assert returned == sorted(await shop.rows(select(Order.id))), "the ids that were returned, and those of the orders"


@pytest.mark.exercise(
    "order_books",
    misconception="take the books in whatever order the customer names them",
    taught=UNIT,
    hint="Each holds the row the other wants. If everybody takes the rows in the same order, nobody can.",
)
@pytest.mark.only("postgresql", reason="SQLite has one lock for all: two writers cannot wait for each other")
async def test_two_orders_in_opposite_orders(submission, shop):
    """Two orders for the same books, named in opposite order at the same moment, both go through."""
    users, books = await shop.add_users(2), await shop.add_books(3)
    wanted = [{book.isbn: 1 for book in those} for those in (books, books[::-1])]
    await submission.meet("UPDATE", parties=2)
    calls = [submission.probe("order", user_id=user.id, lines=it) for user, it in zip(users, wanted, strict=True)]
    try:
        await asyncio.gather(*calls)
    except Raised as raised:
        if "deadlock" not in raised.message:
            raise
        raise AssertionError("each of the two orders waited for a book that the other had locked: a deadlock") from None
    assert await shop.stock() == {book.title: book.stock - 2 for book in books}


@pytest.mark.exercise(
    "order_books",
    misconception="reach past the repositories for the session",
    taught=TWICE,
    hint="Everything it needs has a word in a repository: take(), create(), and commit() of the unit of work.",
)
async def test_an_order_without_a_database(submission, shop):
    """order_books() works with a unit of work in memory too, which has no session: it enters it and commits once."""
    books = [new_book(shop, id=number) for number in (3, 5, 8)]
    wanted = {book["isbn"]: shop.random.randint(1, book["stock"]) for book in books[:2]}
    user_id = shop.random.randrange(1, 1000)
    seen = await submission.probe("order_in_memory", books=books, user_id=user_id, lines=wanted)
    lines = sorted((book["id"], wanted[book["isbn"]], book["price"]) for book in books[:2])
    stock = {book["isbn"]: book["stock"] - wanted.get(book["isbn"], 0) for book in books}
    assert (seen["returned"], seen["raised"]) == (1, "")
    assert seen["kept"] == [{"stock": stock, "orders": {1: [user_id, lines]}}], "what there was at each commit()"
    assert seen["in the end"] == seen["kept"][-1], "something was done after the commit()"
    assert not seen["still open"], "the unit of work was entered, and never left"


@pytest.mark.exercise(
    "order_books",
    misconception="commit what they refuse",
    taught=TWICE,
    hint="Raise before commit(), and leave the undoing to the block.",
)
async def test_an_order_in_memory_that_is_refused(submission, shop):
    """order_books() commits nothing when it raises OutOfStock, in memory as in a database."""
    books = [new_book(shop, id=number) for number in (1, 2)]
    short = {books[0]["isbn"]: 1, books[1]["isbn"]: books[1]["stock"] + 1}
    for wanted in (short, {"no such ISBN": 1}):
        seen = await submission.probe("order_in_memory", books=books, user_id=1, lines=wanted)
        found = {"raised": seen["raised"], "commits": len(seen["kept"]), "still open": seen["still open"]}
        assert found == {"raised": "OutOfStock", "commits": 0, "still open": False}


# -- FakeRepository --------------------------------------------------------------------------------------------------


async def run(submission, model, steps, unique=()):
    return await submission.probe("fake", model=model, steps=steps, unique=list(unique))


@pytest.mark.exercise(
    "FakeRepository",
    misconception="forget who has which key",
    taught=TWICE,
    hint="A dict from key to object; key_of(obj) tells the key, and the next whole number is one that nobody has.",
)
async def test_a_fake_creates_and_gets(submission, shop):
    """A fake's create() gives each object a key of its own, and get() finds it by that, or None."""
    rows = [new_user(shop) for _ in range(3)]
    made = await run(submission, "User", [["create", row] for row in rows])
    ids = [user.get("id") for user in made]
    assert made == [{"id": number, **row} for number, row in zip(ids, rows, strict=True)]
    assert len({*ids, None}) == 4, f"three users with the keys {ids}"
    steps = [*(["create", row] for row in made), ["get", {"key": ids[1]}], ["get", {"key": 10_000_000}]]
    assert (await run(submission, "User", steps))[3:] == [made[1], None]
    *_, refused = await run(submission, "User", [["no create", new_user(shop) | {"prise": 1}]])
    assert "TypeError" in refused, f"create(…, prise=1) raised {refused[0]}, not a TypeError"


@pytest.mark.exercise(
    "FakeRepository",
    misconception="count the objects, or the calls, for a new key",
    taught=TWICE,
    hint="A key may have been given, and an object may be gone: look at the keys that there are.",
)
async def test_a_fakes_new_key_is_nobodys(submission, shop):
    """A key that a fake makes is new, even after keys were given by hand or an object was deleted."""
    given = shop.random.sample([1, 2, 3], 2)
    steps = [*(["create", {"number": key, "cents": key}] for key in given)]
    steps += [["create", {"cents": 10}], ["create", {"cents": 20}], ["delete", {}, shop.random.randrange(3)]]
    *_, last, there = await run(submission, "Voucher", [*steps, ["create", {"cents": 30}], ["list", {}]])
    keys = [each["number"] for each in there]
    assert last in there
    assert len(set(keys)) == 4, f"two keys were given, {given}, then one object was deleted; now there are {keys}"


@pytest.mark.exercise(
    "FakeRepository",
    misconception="hand out copies, or one dict for all fakes",
    taught=TWICE,
    hint="A session gives the same object for the same key; and two fakes are two shops.",
)
async def test_a_fake_keeps_its_own_objects(submission, shop):
    """A fake gives back the object it has made, as a session does; another fake knows nothing of it."""
    seen = await submission.probe("same_object", row=new_user(shop))
    expected = {"get()": [True], "get_many()": [True], "list()": [True], "list() of another fake": []}
    assert seen == expected, f"whether they give the very object that create() has returned: {seen}"


@pytest.mark.exercise(
    "FakeRepository",
    misconception="return what they find, in the order they find it",
    taught=LOSES,
    hint="An answer for each key, in the order of the keys.",
)
async def test_a_fake_gets_many(submission, shop):
    """A fake's get_many() keeps the order and the repeats of the keys, with None for those that nobody has."""
    rows = [own_row(shop, Ticket) for _ in range(5)]
    keys = [*(row["code"] for row in shop.random.sample(rows, 3)), rows[0]["code"], "no such code", rows[0]["code"]]
    shop.random.shuffle(keys)
    *_, found = await run(submission, "Ticket", [*(["create", row] for row in rows), ["get_many", {"keys": keys}]])
    assert found == [{row["code"]: row for row in rows}.get(key) for key in keys], f"asked for the keys {keys}"


@pytest.mark.exercise(
    "FakeRepository",
    misconception="take every key for a number called id",
    taught=ONE_CLASS,
    hint="key_of(obj) tells the key of any object; a missing one is set by the name that the mapper has for it.",
)
async def test_a_fake_whatever_the_key_is(submission, shop):
    """A fake works with a key of another name, with a text for a key, and with a key of two columns."""
    name = shop.word()
    # all seats are of one row: the first column alone does not tell which is meant
    seats = [{"row": name, "place": place} for place in (3, 1, 2)]
    rows = {
        model: [own_row(shop, model, **(seat if model is Seat else {})) for seat in seats]
        for model in (Voucher, Ticket, Seat)
    }
    for model, values in rows.items():
        made = await run(submission, model.__name__, [["create", row] for row in values])
        assert [{**each, **row} for each, row in zip(made, values, strict=True)] == made, f"created with {values}"
        keys = [key_of(model(**row)) for row in made]
        steps = [*(["create", row] for row in made), ["delete", {}, 0], *(["get", {"key": key}] for key in keys)]
        # one that is there: what get_many() makes of gaps and of an order is for its own check
        *seen, many = await run(submission, model.__name__, [*steps, ["get_many", {"keys": keys[1:2]}]])
        assert [*seen[-3:], many] == [None, *made[1:], made[1:2]], f"a {model.__name__} by its key, of {keys}"


@pytest.mark.exercise(
    "FakeRepository",
    misconception="set whatever name they are given",
    taught=LOSES,
    hint="The same guard as in Repository.update(): look at all names, then at the unique values, then set.",
)
async def test_a_fake_updates_these_values(submission, shop):
    """A fake's update() sets these values of this object; a name that is not mapped is refused, and all stays."""
    rows = [new_book(shop, id=number) for number in (1, 2)]
    steps = [*(["create", row] for row in rows), ["update", {"price": 7, "title": "Emma"}, 1]]
    for name in ("prise", "metadata", "awaitable_attrs"):
        values = [("stock", 99), (name, 900)]
        shop.random.shuffle(values)
        steps.append(["no update", dict(values), 1])
    *seen, there = (await run(submission, "Book", [*steps, ["get_many", {"keys": [1, 2]}]]))[2:]
    changed_one = seen.pop(0)
    for name, refused in zip(("prise", "metadata", "awaitable_attrs"), seen, strict=True):
        assert "AttributeError" in refused, f"update(book, {name}=…) raised {refused[0]}, not an AttributeError"
    assert changed_one == rows[1] | {"price": 7, "title": "Emma"}
    assert there == [rows[0], changed_one], "what there is after the updates that were refused"
    await mapped(submission, shop, fake=True)


@pytest.mark.exercise(
    "FakeRepository",
    points=2,
    misconception="write a fake that does not know UNIQUE",
    taught=TWICE,
    hint="Compare with every other object before anything is set or added; an object may keep its own value.",
)
async def test_a_fake_knows_unique(submission, shop):
    """A fake refuses a unique value that another object has, in create() and update(), and nothing changes."""
    ana, ben, chi = (new_user(shop) for _ in range(3))
    chi = {"full_name": ben["full_name"], "email": ana["email"].upper()}  # only emails are unique, and this is another
    steps = [
        ["create", ana],
        ["create", ben],
        ["no create", {**chi, "email": ana["email"]}],
        ["no update", {"full_name": "Somebody", "email": ben["email"]}, 0],
        ["update", {"email": ana["email"]}, 0],  # her own
        ["create", chi],
        ["list", {}],
    ]
    *_, created, updated, own, _, there = await run(submission, "User", steps, unique=["email"])
    for raised, what in ((created, "create() with"), (updated, "update() to")):
        assert "IntegrityError" in raised, f"{what} an email that is taken raised {raised[0]}, not an IntegrityError"
    assert own["email"] == ana["email"]
    found = [{"email": user["email"], "full_name": user["full_name"]} for user in there]
    assert found == [ana, ben, chi], "the users in the end"


@pytest.mark.exercise(
    "FakeRepository",
    misconception="look at one unique attribute, or at all of them at once",
    taught=TWICE,
    hint="Each name in `unique` is a rule of its own: ask for each whether another object has this value of it.",
)
async def test_a_fake_knows_each_unique_attribute(submission, shop):
    """With two unique attributes a fake refuses a duplicate of either, keeps them apart, and takes "" for a value."""
    ana, ben = new_user(shop), {**new_user(shop), "full_name": ""}
    unique = shop.random.sample(["email", "full_name"], 2)
    for name in unique:
        chi = {**new_user(shop), name: ben[name]}
        steps = [["create", ana], ["create", ben], ["no create", chi], ["no update", {name: ben[name]}, 0]]
        seen = await run(submission, "User", steps, unique=unique)
        for raised, what in zip(seen[2:], ("create()", "update()"), strict=True):
            assert "IntegrityError" in raised, (
                f"{what}, {name}={ben[name]!r} is taken: {raised[0]} is no IntegrityError"
            )
    crossed = {"email": ana["full_name"], "full_name": ana["email"]}
    await run(submission, "User", [["create", ana], ["create", crossed]], unique=unique)


@pytest.mark.exercise(
    "FakeRepository",
    misconception="take None for a value, or remember values that are gone",
    taught=TWICE,
    hint="NULL equals nothing; and an object that was deleted or changed no longer holds its old value.",
)
async def test_a_fake_knows_when_a_value_is_free(submission, shop):
    """In a fake None is never a duplicate; the values and keys of deleted and changed objects are free again."""
    word, other, key = shop.word(), shop.word(), shop.random.randrange(100, 1000)
    steps = [
        ["create", {"id": None, "cents": 1}],
        ["create", {"id": None, "cents": 2}],
        ["create", {"id": word, "cents": 3, "number": key}],
        ["no create", {"id": shop.word(), "cents": 4, "number": key}],
        ["update", {"id": other}, 2],
        ["update", {"id": None}, 1],
        ["create", {"id": word, "cents": 5}],
        ["delete", {}, 6],
        ["create", {"id": word, "cents": 6}],
    ]
    seen = await run(submission, "Voucher", steps, unique=["id"])
    assert "IntegrityError" in seen[3], f"a second voucher with the key {key}: {seen[3][0]} is no IntegrityError"
    keys = [each["number"] for each in (*seen[:3], seen[8])]
    assert len(set(keys)) == 4, f"the keys of four vouchers: {keys}"
    assert (seen[4]["id"], seen[8]["id"]) == (other, word)


@pytest.mark.exercise(
    "FakeRepository",
    misconception="forget the ties, or where a page begins",
    taught=FILTERS,
    hint="Begin with all objects sorted by key: in_order() leaves equal ones in the order they had. A page is a slice.",
)
async def test_a_fake_lists(submission, shop):
    """A fake's list() filters, sorts, breaks ties by the key and cuts pages as the database does."""
    rows = [own_row(shop, Ticket, cents=shop.random.choice([100, 200, 300])) for _ in range(25)]
    by_key = sorted(rows, key=lambda row: row["code"])
    some, cheap = [row for row in by_key if row["cents"] > 100], [["cents", ">", 100]]
    dearest_first = sorted(some, key=lambda row: -row["cents"])
    asked = {
        "list()": ({}, by_key[:20]),
        "list(page=2)": ({"page": 2}, by_key[20:]),
        "list(page=2, size=3)": ({"page": 2, "size": 3}, by_key[3:6]),
        "list(Ticket.cents > 100)": ({"where": cheap}, some[:20]),
        "list(…, order_by=Ticket.cents.desc(), size=6)": (
            {"where": cheap, "order_by": "-cents", "size": 6},
            dearest_first[:6],
        ),
        "list(two conditions)": (
            {"where": [*cheap, ["cents", "<", 300]]},
            [row for row in some if row["cents"] < 300][:20],
        ),
        "list(order_by=Ticket.cents, size=25)": (
            {"order_by": "cents", "size": 25},
            sorted(by_key, key=lambda row: row["cents"]),
        ),
    }
    steps = [*(["create", row] for row in rows), *(["list", values] for values, _ in asked.values())]
    found = (await run(submission, "Ticket", steps))[len(rows) :]
    for (call, (_, expected)), seen in zip(asked.items(), found, strict=True):
        assert seen == expected, f"{call} of 25 tickets"
    numbers = shop.random.sample([2, 9, 10, 11, 100], 5)
    steps = [["create", {"number": number, "cents": 1}] for number in numbers]
    *_, there = await run(submission, "Voucher", [*steps, ["list", {}]])
    assert [each["number"] for each in there] == [2, 9, 10, 11, 100], f"vouchers by their keys, made in order {numbers}"
