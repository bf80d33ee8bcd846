"""Checks of lesson 09: which schema is there afterwards, and which rows."""

from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Column, Index, Integer, MetaData, String, Table, UniqueConstraint, column, table, update
from sqlalchemy.exc import DBAPIError

from checker.judge.schema import differences
from workbook.bookshop import Base, Book, Order, OrderLine, Profile, User

MANY = 5_000
MOST = 200  # statements: who takes some dozens of rows at a time is still welcome
SHOWN = 3

COUNTRY = {"users.country": "VARCHAR(2) NOT NULL"}
FULL_NAME = {"users.full_name": "VARCHAR(200) NOT NULL"}
NAMES_EXPANDED = {"users.first": "VARCHAR(200)", "users.last": "VARCHAR(200)"}
NAMES = {"users.first": "VARCHAR(200) NOT NULL", "users.last": "VARCHAR(200) NOT NULL"}


def country():
    return [Column("country", String(2), nullable=False)]


def names(nullable=False):
    return [Column(name, String(200), nullable=nullable) for name in ("first", "last")]


# -- arranging -------------------------------------------------------------------------------------------------------


def bookshop(*more, full_name=True):
    """The bookshop's tables: users with more columns or without their full_name, titles with an index and unique."""
    metadata = MetaData()
    for known in Base.metadata.sorted_tables:
        if known.name != "users":
            known.to_metadata(metadata)
    name = [Column("full_name", String(200), nullable=False)] if full_name else []
    email = Column("email", String(200), nullable=False, unique=True)
    Table("users", metadata, Column("id", Integer, primary_key=True), email, *name, *more)
    books = metadata.tables["books"]
    Index("ix_books_title", books.c.title)
    books.append_constraint(UniqueConstraint("title", name="uq_books_title"))
    return metadata


async def open_shop(shop, people, *more, full_name=True):
    """Make the tables, with these people in them; the first has a profile, the last an order.  What is in it all."""
    metadata = bookshop(*more, full_name=full_name)
    await shop.create(metadata)
    for who in people:
        who["email"] = shop.email()
    await shop.insert(metadata.tables["users"], people)
    books = await shop.add_books(3)
    line = OrderLine(book_id=books[0].id, quantity=1, price=books[0].price)
    await shop.add(Profile(user_id=1, bio=shop.word()), Order(user_id=len(people), lines=[line]))
    return await shop.contents()


def awkward(shop):
    """Full names, all different: with quotes, in three words, in one, and none at all; with a space behind the last.

    A tab and a line break are no spaces.
    """
    one, two, three = (shop.word().title() for _ in range(3))
    found = [f"{one} {two}", one, f"{one} {two} {three}", f"{two} O'{three}", f'{three} "{one}" {two}', ""]
    found += [f"{one}  {two}", f" {three}", f"{two}:{one} :{three}", f"50% {one} %(x)s", f"a\\{two} b\\{one};--"]
    found += [f"{two} {three} ", f"{three}  "]  # `last` ends in a space, or is one
    found += [f"{one} {two} {one} {one}{three}"]  # the first word comes again, alone and in another
    found += [f"{one}\t{two} {three}", f"{two}\n{three}"]
    shop.random.shuffle(found)
    return found


def parts(full_name):
    """`first` and `last`, as split_name() is to make them."""
    first, _, last = full_name.partition(" ")
    return {"first": first, "last": last}


def many(shop):
    """A table full of people."""
    word = shop.word().title()
    return [f"{word} {number}" for number in range(MANY)]


# -- looking ---------------------------------------------------------------------------------------------------------


async def assert_schema(shop, before, *, gone=(), new=None):
    """The schema is what it was `before`, without the columns that are gone, and with those that are new."""
    wanted = {name: kind for name, kind in before.items() if name not in gone} | (new or {})
    wrong = differences(wanted, await shop.schema())
    assert not wrong, "the schema is not what it should be:\n" + "\n".join(wrong)


async def assert_rows(shop, wanted):
    """The rows of every table are the wanted ones."""
    found = await shop.contents()
    for name, rows in wanted.items():
        there = found.get(name, [])
        wanted_rows, found_rows = len(rows), len(there)
        assert found_rows == wanted_rows, f"rows in {name}: wanted {wanted_rows}, found {found_rows}"
        wrong = [(want, got) for want, got in zip(rows, there, strict=True) if want != got]
        shown = "\n".join(f"wanted {different(want, got)}, found {different(got, want)}" for want, got in wrong[:SHOWN])
        assert not wrong, f"{len(wrong)} of {len(rows)} rows in {name} are not what they should be:\n{shown}"


def different(row, other):
    """What a row holds that the other does not, and its id."""
    return {name: value for name, value in row.items() if name == "id" or name not in other or other[name] != value}


def with_users(contents, change, *, gone=()):
    """The same contents, with more in the users' rows."""
    users = [{**{k: v for k, v in row.items() if k not in gone}, **change(row)} for row in contents["users"]]
    return {**contents, "users": users}


@contextmanager
def in_few_statements(submission):
    """However many rows there are, the statements stay few: an UPDATE that is sent 5,000 times is no single one."""
    start = len(submission.trace)
    with submission.at_most(MOST):
        yield
    sent = sum(statement.times for statement in submission.trace.since(start).statements())
    assert sent <= MOST, f"for {MANY:,} rows the database had to run {sent:,} statements: one for each row"


# -- run_async_migrations --------------------------------------------------------------------------------------------


def revision(word, *more):
    """The body of a revision that makes a table of this name with one row."""
    made = f"op.create_table({word!r}, sa.Column('id', sa.Integer, primary_key=True))"
    return "\n".join([made, f"op.execute('INSERT INTO {word} (id) VALUES (7)')", *more])


def address(shop):
    return shop.url.render_as_string(hide_password=False)


def elsewhere(shop):
    """The URL of a database that is not there."""
    if shop.url.get_backend_name() == "sqlite":
        return "sqlite+aiosqlite:////no/such/folder/shop.db"
    return shop.url.set(database=f"no_{shop.word()}").render_as_string(hide_password=False)


@contextmanager
def percent(shop):
    """The URL of the check's database, with `%` in it: in its password, or in the name of its file."""
    if shop.url.get_backend_name() == "sqlite":
        file = Path(shop.url.database)
        other = file.with_name("%41.db")
        other.symlink_to(file)
        try:
            yield shop.url.set(database=str(other)).render_as_string()
        finally:
            other.unlink()
    else:  # every letter may stand for itself or be encoded
        password = str(shop.url.password or "none")
        hidden = "".join(f"%{ord(letter):02X}" for letter in password)
        yield shop.url.set(password="PASSWORD").render_as_string(hide_password=False).replace("PASSWORD", hidden)


async def assert_upgraded(shop, *words):
    """The database holds the tables of these revisions, a row in each, and the number of the last; nothing else."""
    tables = await shop.tables()
    assert tables == {"alembic_version", *words} if words else tables <= {"alembic_version"}, (
        f"`alembic upgrade head` was to make these tables: {', '.join(sorted(['alembic_version', *words]))}; "
        f"there are: {', '.join(sorted(tables)) or 'none'}"
    )
    for word in words:
        assert await shop.rows(table(word, column("id")).select()) == [7], f"{word} has lost its row"
    if words:
        versions = table("alembic_version", column("version_num"))
        assert await shop.rows(versions.select()) == [f"{len(words):04}"]


async def assert_closed(submission, shop, opened):
    """Every connection that was opened is closed again: there were so many."""
    seen, closed = len(submission.trace.of("connect")), len(submission.trace.of("close"))
    assert (seen, closed) == (opened, opened), f"connections opened: {seen} (wanted: {opened}), closed: {closed}"
    assert not await shop.connections(left=0), "the server still counts connections of run_async_migrations()"


@pytest.mark.exercise(
    "run_async_migrations",
    misconception="never run the coroutine, or make the tables themselves",
    taught="env.py, and its asynchronous half",
    hint="env.py is a plain script: nobody awaits what it calls.  Which function of asyncio starts a loop, runs one "
    "coroutine and comes back?  And run() makes the tables, you do not.",
)
@pytest.mark.empty
async def test_alembic_upgrades(submission, shop):
    """With an env.py that ends in this function, `alembic upgrade head` runs the revisions, and they are committed."""
    words = [shop.word(), shop.word()]
    await submission.probe("upgrade", configured=address(shop), variable=None, bodies=[revision(it) for it in words])
    await assert_upgraded(shop, *words)


@pytest.mark.exercise(
    "run_async_migrations",
    misconception="hand an AsyncConnection to a plain function",
    taught="env.py, and its asynchronous half",
    hint="`run` is a plain function and wants a plain Connection.  Lesson 01 used a method of AsyncConnection for "
    "create_all that makes one of the other; what follows the function is passed on to it.",
)
@pytest.mark.empty
async def test_run_is_called_once(submission, shop):
    """run() is called once, with a plain Connection and the metadata, even when it raises."""
    word = shop.word()
    times = await submission.probe("run_once", table=shop.word(), fails=True)
    assert times, "run() was never called"
    assert times == 1, f"run() raised, and was called {times} times: whether to try again is for whoever deploys to say"
    times = await submission.probe("run_once", table=word)
    assert {"calls of run()": times, "tables": await shop.tables()} == {"calls of run()": 1, "tables": {word}}


@pytest.mark.exercise(
    "run_async_migrations",
    misconception="look in one place for the URL",
    taught="env.py, and its asynchronous half",
    hint="Look in os.environ first, when the function is called; what alembic.ini says is for when there is nothing.",
)
@pytest.mark.empty
async def test_where_the_url_comes_from(submission, shop):
    """BOOKSHOP_URL in the environment counts more than `sqlalchemy.url` in the config."""
    body = revision(word := shop.word())
    await submission.probe("upgrade", configured=elsewhere(shop), variable=address(shop), bodies=[body])
    await assert_upgraded(shop, word)
    left = await submission.probe("upgrade", configured=address(shop), variable=None, bodies=[body])
    assert left is None, "BOOKSHOP_URL was not set, and is now: it outdoes what the next config says"


@pytest.mark.exercise(
    "run_async_migrations",
    misconception="trip over the % in a password",
    taught="env.py, and its asynchronous half",
    hint="config.set_main_option() takes `%` for the beginning of a variable, and str(url) hides the password.  Is "
    "there a way for the URL to reach create_async_engine without going through either?",
)
@pytest.mark.empty
async def test_a_percent_sign_in_the_url(submission, shop):
    """A `%` in the URL arrives, whether it comes from the environment or from the config."""
    word, other = shop.word(), shop.word()
    with percent(shop) as url:
        await submission.probe("upgrade", configured=elsewhere(shop), variable=url, bodies=[revision(word)])
        await assert_upgraded(shop, word)
        bodies = [revision(word), revision(other)]
        await submission.probe("upgrade", configured=url, variable=None, bodies=bodies)
        await assert_upgraded(shop, word, other)


@pytest.mark.exercise(
    "run_async_migrations",
    misconception="leave the engine's connection open, or open two",
    taught="env.py, and its asynchronous half",
    hint="A pool keeps its connection open when it comes back.  Take NullPool, which keeps none, or dispose of the "
    "engine, even when something was raised.",
)
@pytest.mark.empty
async def test_one_connection_and_closed(submission, shop):
    """One connection is opened, and it is closed when the migration is over."""
    await submission.probe("run_once", table=shop.word())
    await assert_closed(submission, shop, opened=1)


@pytest.mark.exercise(
    "run_async_migrations",
    misconception="swallow the error of a revision, or leave the connection open after it",
    taught="When a revision fails half-way",
    hint="Let the exception pass: whoever deploys has to know.  What must happen all the same goes in `finally` or "
    "`async with`.",
)
@pytest.mark.empty
async def test_a_revision_that_fails(submission, shop):
    """When a revision fails the caller is told, its number is not written down, and the connection is closed."""
    word = shop.word()
    with submission.raises("DBAPIError"):
        bodies = [revision(word, f"op.execute('INSERT INTO {word} (id) VALUES (7)')")]
        await submission.probe("upgrade", configured=address(shop), variable=None, bodies=bodies)
    await assert_closed(submission, shop, opened=1)
    if "alembic_version" in await shop.tables():
        versions = table("alembic_version", column("version_num"))
        assert await shop.rows(versions.select()) == [], "the revision failed, and its number is written down"
    if shop.url.get_backend_name() == "postgresql":
        assert word not in await shop.tables(), "the revision failed, and its table is there"


# -- add_country, drop_country ---------------------------------------------------------------------------------------


@pytest.mark.exercise(
    "add_country",
    misconception="leave a default behind, or let the country be NULL",
    taught="NOT NULL on a table that is full",
    hint="A NOT NULL column needs a value for the rows that are there.  Give it for the moment, as a server default or "
    "by an UPDATE while NULL is still allowed, and alter the column afterwards.",
)
@pytest.mark.empty
async def test_the_column_country(submission, shop):
    """Afterwards `users` has a column country, String(2), NOT NULL, without a default; all else is as it was."""
    await open_shop(shop, [{"full_name": name} for name in awkward(shop)])
    before = await shop.schema()
    await submission.probe("revise", functions=["add_country"])
    await assert_schema(shop, before, new=COUNTRY)


@pytest.mark.exercise(
    "add_country",
    misconception="lose what was in the table",
    taught="NOT NULL on a table that is full",
    hint="Add the column to the table that is there.  A new table would need every row carried over, with its id.",
)
@pytest.mark.empty
async def test_everybody_is_from_portugal(submission, shop):
    """Everybody who is there is from "PT", and nothing else in any table has changed."""
    before = await open_shop(shop, [{"full_name": name} for name in awkward(shop)])
    await submission.probe("revise", functions=["add_country"])
    await assert_rows(shop, with_users(before, lambda row: {"country": "PT"}))


@pytest.mark.exercise(
    "add_country",
    misconception="send an UPDATE for each row",
    taught="NOT NULL on a table that is full",
    hint="One UPDATE without WHERE changes every row; a server default needs none at all.",
)
@pytest.mark.empty
@pytest.mark.limit(30)
async def test_a_country_for_many(submission, shop):
    """5,000 users take a few statements, not one each."""
    before = await open_shop(shop, [{"full_name": name} for name in many(shop)])
    with in_few_statements(submission):
        await submission.probe("revise", functions=["add_country"])
    await assert_rows(shop, with_users(before, lambda row: {"country": "PT"}))


@pytest.mark.exercise(
    "add_country",
    misconception="use the program's models in a revision",
    taught="A revision is a program, and its place is one row",
    hint="Models change, revisions stay.  Name the table and its columns in the revision itself.",
)
@pytest.mark.empty
async def test_country_without_the_models(submission, shop):
    """The revision still runs when the program's models have changed."""
    before = await open_shop(shop, [{"full_name": shop.word()}])
    await submission.probe("revise_next_year", functions=["add_country"])
    await assert_rows(shop, with_users(before, lambda row: {"country": "PT"}))


@pytest.mark.exercise(
    "drop_country",
    misconception="write a downgrade that does not lead back",
    taught="NOT NULL on a table that is full",
    hint="What did add_country add?  Exactly that has to go, and nothing else.",
)
@pytest.mark.empty
async def test_without_country(submission, shop):
    """Afterwards `users` is what it was before add_country: the column is gone, and nothing else."""
    codes = ["PT", "ES", "FR"]
    people = [{"full_name": name, "country": shop.random.choice(codes)} for name in awkward(shop)]
    before = await open_shop(shop, people, *country())
    schema = await shop.schema()
    await submission.probe("revise", functions=["drop_country"])
    await assert_schema(shop, schema, gone=COUNTRY)
    await assert_rows(shop, with_users(before, lambda row: {}, gone=["country"]))


@pytest.mark.exercise(
    "drop_country",
    misconception="write a downgrade after which the upgrade fails",
    taught="NOT NULL on a table that is full",
    hint="Whatever add_country leaves behind has to go too, or it meets it again.",
)
@pytest.mark.empty
async def test_country_there_and_back(submission, shop):
    """Up, down and up again: after the way back nothing has changed, and the way there works once more."""
    before = await open_shop(shop, [{"full_name": name} for name in awkward(shop)])
    schema = await shop.schema()
    await submission.probe("revise", functions=["add_country", "drop_country"])
    await assert_schema(shop, schema)
    await assert_rows(shop, before)
    await submission.probe("revise", functions=["add_country"])
    await assert_schema(shop, schema, new=COUNTRY)


# -- split_name, drop_full_name, join_name ---------------------------------------------------------------------------


@pytest.mark.exercise(
    "split_name",
    misconception="tighten too early, or drop full_name at once",
    taught="Expand and contract",
    hint="This is the first half: it only adds.  What takes away, or forbids, comes when the old program has stopped.",
)
@pytest.mark.empty
async def test_two_columns_more(submission, shop):
    """Afterwards `users` has `first` and `last`, String(200) that may be NULL; full_name and all else is as it was."""
    await open_shop(shop, [{"full_name": name} for name in awkward(shop)])
    before = await shop.schema()
    await submission.probe("revise", functions=["split_name"])
    await assert_schema(shop, before, new=NAMES_EXPANDED)


@pytest.mark.exercise(
    "split_name",
    misconception="forget the names that have no space, or two, or a quote",
    taught="Expand and contract",
    hint="Find the place of the first space with instr (SQLite) or strpos (PostgreSQL).  Where there is none they "
    "say 0: search in the name with a space at its end.",
)
@pytest.mark.empty
async def test_the_names_are_split(submission, shop):
    """Every name is split at its first space, whatever it looks like; nothing else has changed."""
    before = await open_shop(shop, [{"full_name": name} for name in awkward(shop)])
    await submission.probe("revise", functions=["split_name"])
    await assert_rows(shop, with_users(before, lambda row: parts(row["full_name"])))


@pytest.mark.exercise(
    "split_name",
    misconception="break the program that is still running",
    taught="Expand and contract",
    hint="The old program's INSERT names email and full_name.  What can the database put into a new column then?",
)
@pytest.mark.empty
async def test_the_old_program_goes_on(submission, shop):
    """After split_name the old program still reads, adds and renames users."""
    await open_shop(shop, [{"full_name": name} for name in awkward(shop)])
    await submission.probe("revise", functions=["split_name"])
    name, other, email = shop.word(), shop.word(), shop.email()
    try:
        await shop.add(User(email=email, full_name=name))
        await shop.execute(update(User).where(User.email == email).values(full_name=other))
    except DBAPIError as problem:
        raise AssertionError(
            f"the old program adds a user, with an email and a full_name, and cannot any more: {problem.orig}"
        ) from None
    found = await shop.rows(User.__table__.select().where(User.email == email))
    assert [row[2] for row in found] == [other]


@pytest.mark.exercise(
    "split_name",
    misconception="send an UPDATE for each row",
    taught="Expand and contract",
    hint="Both databases can cut a text: one UPDATE, with expressions of full_name, changes every row.",
)
@pytest.mark.empty
@pytest.mark.limit(30)
async def test_many_names_are_split(submission, shop):
    """5,000 names take a few statements, not one each."""
    before = await open_shop(shop, [{"full_name": name} for name in many(shop)])
    with in_few_statements(submission):
        await submission.probe("revise", functions=["split_name"])
    await assert_rows(shop, with_users(before, lambda row: parts(row["full_name"])))


@pytest.mark.exercise(
    "split_name",
    misconception="use the program's models in a revision",
    taught="A revision is a program, and its place is one row",
    hint="Models change, revisions stay.  Name the table and its columns in the revision itself.",
)
@pytest.mark.empty
async def test_split_without_the_models(submission, shop):
    """The revision still runs when the program's models have changed."""
    before = await open_shop(shop, [{"full_name": f"{shop.word()} {shop.word()}"}])
    await submission.probe("revise_next_year", functions=["split_name"])
    await assert_rows(shop, with_users(before, lambda row: parts(row["full_name"])))


@pytest.mark.exercise(
    "drop_full_name",
    misconception="leave the new columns as loose as they were",
    taught="Expand and contract",
    hint="Two columns to tighten and one to drop: batch_alter_table does all three, on both databases.",
)
@pytest.mark.empty
async def test_full_name_is_gone(submission, shop):
    """Afterwards full_name is gone, and first and last are NOT NULL; all else is as it was."""
    people = [{"full_name": name, **parts(name)} for name in awkward(shop)]
    before = await open_shop(shop, people, *names(nullable=True))
    schema = await shop.schema()
    await submission.probe("revise", functions=["drop_full_name"])
    await assert_schema(shop, schema, gone=FULL_NAME, new=NAMES)
    await assert_rows(shop, with_users(before, lambda row: {}, gone=["full_name"]))


@pytest.mark.exercise(
    "drop_full_name",
    misconception="forget what the old program wrote in between",
    taught="Expand and contract",
    hint="A new user of the old program has NULL in `first`.  Somebody it renamed has an old name there: `WHERE "
    "first IS NULL` does not find that one.",
)
@pytest.mark.empty
async def test_what_the_old_program_wrote(submission, shop):
    """Users whom the old program added or renamed since split_name keep the name it gave them."""
    people = [{"full_name": name, **parts(name)} for name in awkward(shop)]
    for late in (people[1], people[4]):
        late.update(first=None, last=None)
    for renamed in (people[2], people[7]):
        renamed["full_name"] = f"{shop.word()} O'{shop.word()} {shop.word()}"
    half = people[5]  # only the family name is another one now
    half["full_name"] = f"{half['first']} {shop.word()}"
    large = people[8]  # only the letters' case is another one now
    large.update(full_name=f"{shop.word()} de {shop.word()}".title())
    large.update(parts(large["full_name"].lower()))
    short = people[9]  # only one word is left
    short["full_name"] = shop.word()
    short.update(first=short["full_name"], last=shop.word())
    before = await open_shop(shop, people, *names(nullable=True))
    await submission.probe("revise", functions=["drop_full_name"])
    await assert_rows(shop, with_users(before, lambda row: parts(row["full_name"]), gone=["full_name"]))


@pytest.mark.exercise(
    "drop_full_name",
    misconception="send an UPDATE for each row",
    taught="Expand and contract",
    hint="The UPDATE of split_name, once more.",
)
@pytest.mark.empty
@pytest.mark.limit(30)
async def test_many_names_are_settled(submission, shop):
    """5,000 names take a few statements, not one each."""
    people = [{"full_name": name, "first": None, "last": None} for name in many(shop)]
    before = await open_shop(shop, people, *names(nullable=True))
    with in_few_statements(submission):
        await submission.probe("revise", functions=["drop_full_name"])
    await assert_rows(shop, with_users(before, lambda row: parts(row["full_name"]), gone=["full_name"]))


@pytest.mark.exercise(
    "join_name",
    misconception="leave full_name looser than it was",
    taught="Expand and contract",
    hint="full_name was NOT NULL and had no default.  Add, fill, tighten, and then drop the other two.",
)
@pytest.mark.empty
async def test_full_name_is_back(submission, shop):
    """Afterwards `users` has the columns it had before split_name; all else is as it was."""
    await open_shop(shop, [parts(name) for name in awkward(shop)], *names(), full_name=False)
    schema = await shop.schema()
    await submission.probe("revise", functions=["join_name"])
    await assert_schema(shop, schema, gone=NAMES, new=FULL_NAME)


@pytest.mark.exercise(
    "join_name",
    misconception="put a space after a name that has no second part",
    taught="Expand and contract",
    hint="Where `last` is '' no space belongs after `first`: CASE WHEN … THEN … ELSE … END.  A trim would take spaces "
    "that belong to the name.",
)
@pytest.mark.empty
async def test_the_names_are_joined(submission, shop):
    """Every full name is put together again as it was; nothing else has changed."""
    await assert_joined(submission, shop, awkward(shop), "revise")


async def assert_joined(submission, shop, full_names, probe):
    """join_name() makes these names of what split_name() has made of them, and changes nothing else."""
    people = [parts(name) for name in full_names]
    before = await open_shop(shop, people, *names(), full_name=False)
    whole = {who["email"]: name for who, name in zip(people, full_names, strict=True)}
    with in_few_statements(submission):
        await submission.probe(probe, functions=["join_name"])
    await assert_rows(shop, with_users(before, lambda row: {"full_name": whole[row["email"]]}, gone=["first", "last"]))


@pytest.mark.exercise(
    "join_name",
    misconception="send an UPDATE for each row",
    taught="Expand and contract",
    hint="`||` joins texts in both databases: one UPDATE changes every row.",
)
@pytest.mark.empty
@pytest.mark.limit(30)
async def test_many_names_are_joined(submission, shop):
    """5,000 names take a few statements, not one each."""
    await assert_joined(submission, shop, many(shop), "revise")


@pytest.mark.exercise(
    "join_name",
    misconception="use the program's models in a revision",
    taught="A revision is a program, and its place is one row",
    hint="Models change, revisions stay.  Name the table and its columns in the revision itself.",
)
@pytest.mark.empty
async def test_join_without_the_models(submission, shop):
    """The revision still runs when the program's models have changed."""
    await assert_joined(submission, shop, [f"{shop.word()} {shop.word()}"], "revise_next_year")


@pytest.mark.exercise(
    "join_name",
    misconception="write a downgrade that does not lead back",
    taught="Expand and contract",
    hint="Run your three functions one after another on a database of your own, and compare `inspect()` before "
    "and after.",
)
@pytest.mark.empty
async def test_names_there_and_back(submission, shop):
    """split_name, drop_full_name, join_name: everything is as it was, and can be done once more."""
    before = await open_shop(shop, [{"full_name": name} for name in awkward(shop)])
    schema = await shop.schema()
    await submission.probe("revise", functions=["split_name", "drop_full_name", "join_name"])
    await assert_schema(shop, schema)
    await assert_rows(shop, before)
    await submission.probe("revise", functions=["split_name"])
    await assert_schema(shop, schema, new=NAMES_EXPANDED)


# -- rename_title ----------------------------------------------------------------------------------------------------

TITLE = ["books.title", "books, index on title", "books (title)"]
NAME = {"books.name": "VARCHAR(200) NOT NULL", "books, index on name": "not unique", "books (name)": "unique"}


@pytest.mark.exercise(
    "rename_title",
    misconception="drop a column and add another: index and constraint go with it",
    taught="Autogenerate compares, and does not know what you meant",
    hint="To Alembic a rename is a change of a column, not a new one: look at the parameters of op.alter_column.",
)
@pytest.mark.empty
async def test_the_column_is_called_name(submission, shop):
    """Afterwards `title` is called `name`, with its index and its unique constraint; all else is as it was."""
    await open_shop(shop, [{"full_name": shop.word()}])
    before = await shop.schema()
    await submission.probe("revise", functions=["rename_title"])
    await assert_schema(shop, before, gone=TITLE, new=NAME)


@pytest.mark.exercise(
    "rename_title",
    misconception="do what autogenerate proposes, and lose every title",
    taught="Autogenerate compares, and does not know what you meant",
    hint="drop_column throws the titles away.  A rename touches no row.",
)
@pytest.mark.empty
async def test_every_title_is_kept(submission, shop):
    """Every book keeps its title, and nothing else in any table has changed."""
    await open_shop(shop, [{"full_name": shop.word()}])
    for title in awkward(shop):
        await shop.add_book(title=title)
    before = await shop.contents()
    books = [{**{k: v for k, v in row.items() if k != "title"}, "name": row["title"]} for row in before["books"]]
    await submission.probe("revise", functions=["rename_title"])
    await assert_rows(shop, {**before, "books": books})


@pytest.mark.exercise(
    "rename_title",
    misconception="carry the titles over one by one",
    taught="Autogenerate compares, and does not know what you meant",
    hint="The database can rename a column: no row has to be read or written for it.",
)
@pytest.mark.empty
@pytest.mark.limit(30)
async def test_many_titles_are_kept(submission, shop):
    """5,000 books take a few statements, not one each."""
    await open_shop(shop, [{"full_name": shop.word()}])
    more = {"price": 100, "stock": 1}
    titles = many(shop)
    await shop.add_rows(Book, [{"isbn": f"{n:06}", "title": title, **more} for n, title in enumerate(titles)])
    with in_few_statements(submission):
        await submission.probe("revise", functions=["rename_title"])
    books = table("books", column("name"), column("isbn"), column("price"))
    kept = await shop.rows(books.select().where(books.c.price == 100).order_by(books.c.isbn))
    assert [name for name, *_ in kept] == titles
