"""Checks of lesson 01."""

from urllib.parse import quote

import pytest
from sqlalchemy import URL, delete, make_url

from checker.judge.comparing import first, same, same_values
from workbook.bookshop import Base, Book

TWINS = {
    "sqlite": "sqlite+aiosqlite",
    "postgres": "postgresql+asyncpg",
    "postgresql": "postgresql+asyncpg",
    "postgresql+psycopg2": "postgresql+asyncpg",
    "mysql": "mysql+asyncmy",
    "mariadb": "mariadb+asyncmy",
}
PARTS = ["username", "password", "host", "port", "database"]


def changes(before: str, after: str) -> list[str]:
    """What two URLs say differently, the driver's name apart."""
    old, new = make_url(before), make_url(after)
    values = [(part, getattr(old, part), getattr(new, part)) for part in PARTS]
    values.append(("query", dict(old.query), dict(new.query)))
    return [f"{part}: was {was!r}, is {now!r}" for part, was, now in values if now != was]


def address(url: URL) -> str:
    return url.render_as_string(hide_password=False)


@pytest.mark.exercise(
    "async_url",
    taught="A URL names a dialect and a driver",
    hint="A table from the name to its asyncio twin is enough: look up what stands before `://`.",
)
async def test_the_name_becomes_its_twin(submission, shop):
    """async_url() replaces the name before :// by its asyncio twin."""
    rest = f"://{shop.word()}:{shop.word()}@localhost/{shop.word()}"
    got = {name: make_url(await submission.plain.async_url(url=name + rest)).drivername for name in TWINS}
    same_values(got, TWINS, "name", value="became")


@pytest.mark.exercise(
    "async_url",
    misconception="lose the password: str() of a URL shows it as ***",
    taught="A URL names a dialect and a driver",
    hint="`str()` of a URL hides the password. Find the method that renders it in full, or leave everything behind "
    "the name alone.",
)
async def test_password_and_query_survive(submission, shop):
    """Password and query come through async_url() as they were, percent-encoding included."""
    password = quote(f"{shop.word()}@/:?#% {shop.word()}", safe="")
    url = f"postgresql://{shop.word()}:{password}@localhost:5433/{shop.word()}?options=-c%20{shop.word()}%3Don"
    changed = changes(url, await submission.plain.async_url(url=url))
    assert not changed, "\n".join(changed)


@pytest.mark.exercise(
    "async_url",
    misconception="replace text inside the password",
    taught="A URL names a dialect and a driver",
    hint="Replace the name where it stands, before `://`, and not every place where the same letters occur.",
)
async def test_only_the_name_changes(submission, shop):
    """Nothing changes but the name: user, password, database and query may hold the name of a database too."""
    for name in TWINS:
        password = f"{name}://postgresql:sqlite{shop.word()}"
        user, database = name.partition("+")[0], shop.random.choice(["postgres", "mysql", "sqlite"])
        # one that is not percent-encoded, and one that is: both are read alike
        for written in (password, quote(password, safe="")):
            url = f"{name}://{user}:{written}@{user}/{database}?application_name={user}"
            changed = changes(url, await submission.plain.async_url(url=url))
            assert not changed, f"{url}\n" + "\n".join(changed)


@pytest.mark.exercise(
    "async_url",
    misconception="lose a part of a file's path",
    taught="A URL names a dialect and a driver",
    hint="What stands behind the name is not yours to read: keep it as it is, slashes and all.",
)
async def test_a_file_keeps_its_path(submission, shop):
    """A file's path keeps all of its slashes in async_url(); a URL without a path is a URL, too."""
    word = shop.word()
    rests = [f":///{word}.db", f":////tmp/{word}.db", f":///../{word}/shop.sqlite?mode=ro", "://"]
    got = [await submission.plain.async_url(url=f"sqlite{rest}") for rest in rests]
    same(got, [f"sqlite+aiosqlite{rest}" for rest in rests], "URL")


@pytest.mark.exercise(
    "async_url",
    misconception="change a URL that is asynchronous already",
    taught="A URL names a dialect and a driver",
    hint="Let the table know the asyncio drivers too: each of them is its own twin.",
)
async def test_an_asyncio_url_is_left_alone(submission, shop):
    """A URL that names an asyncio driver already comes back unchanged."""
    names = ["sqlite+aiosqlite", "postgresql+asyncpg", "mysql+asyncmy", "mariadb+asyncmy"]
    urls = [f"{name}://{shop.word()}:a%20b@localhost/{shop.word()}" for name in names]
    same([await submission.plain.async_url(url=url) for url in urls], urls, "URL")


@pytest.mark.exercise(
    "async_url",
    misconception="accept a database that has no twin",
    taught="A URL names a dialect and a driver",
    hint="What the table does not know is a ValueError, and its message holds the name that was asked for.",
)
async def test_another_database_is_refused(submission, shop):
    """async_url() raises ValueError for a database or a driver without a twin, and says its name."""
    drivers = ["postgresql+pg8000", "mysql+pymysql", "sqlite+pysqlite", "mysql+aiomysql", "postgresql+psycopg_async"]
    for name in ["oracle", "mssql", shop.word(), *drivers]:
        with submission.raises("ValueError", saying=name.partition("+")[0]):
            await submission.plain.async_url(url=f"{name}://localhost/books")


@pytest.mark.exercise(
    "make_engine",
    misconception="connect when the engine is made",
    taught="An engine opens nothing until it is asked",
    hint="Make the engine and return it. Whatever has to happen on a connection can wait for the event that tells "
    "of a new one.",
)
async def test_nothing_is_connected_at_first(submission, shop):
    """make_engine() connects to nothing: it works while the server is down."""
    server = f"postgresql+asyncpg://nobody:{shop.word()}@127.0.0.1:1/nothing"
    for url in [server, "sqlite+aiosqlite:////no/such/folder/shop.db"]:
        its = await submission.probe("create", url=url)
        first(its == url, f"asked for was an engine for {url}, and this one is for {its}")
    await submission.probe("create", url=address(shop.url))
    assert len(submission.trace.of("connect")) == 0, "make_engine() has opened a connection"


@pytest.mark.exercise(
    "make_engine",
    misconception="let the pool overflow its size",
    taught="The pool lends connections",
    hint="A pool may lend more than its size unless it is told not to: there is an option for the overflow.",
)
async def test_the_pool_has_a_bound(submission, shop):
    """However many ask at once, the pool of make_engine() has pool_size connections, no more and no fewer."""
    for size in (1, shop.random.randrange(2, 7)):
        got = await submission.probe("hold", url=address(shop.url), pool_size=size)
        assert got == size, f"pool_size={size}, {size + 2} tasks ask at once; connections opened: {got}"
        seen = await shop.connections()  # counted by the server, where there is one
        assert seen in (None, size), f"pool_size={size}; connections as the server counts them: {seen}"
        await submission.probe("release")


@pytest.mark.exercise(
    "make_engine",
    misconception="leave SQLite's foreign keys off, or on for one connection only",
    taught="SQLite has needs of its own",
    hint='A PRAGMA holds for one connection. Set it in a listener for the event "connect", on the engine inside the'
    " async one.",
)
@pytest.mark.only("sqlite", reason="PostgreSQL always enforces foreign keys")
async def test_foreign_keys_on_every_connection(submission, shop):
    """On SQLite every connection of the pool enforces foreign keys."""
    size = await submission.probe("hold", url=address(shop.url), pool_size=shop.random.randrange(3, 6))
    stored = await submission.probe("lawless")
    assert stored == 0, f"the profile of a user who does not exist was stored by {stored} of {size} connections"
    await submission.probe("release")


@pytest.mark.exercise(
    "make_engine",
    misconception="give out connections untried",
    taught="The pool lends connections",
    hint="The pool can ask a connection whether it lives before it lends it: that is an option of the engine.",
)
async def test_a_dead_connection_is_replaced(submission, shop):
    """A connection that died while it lay in the pool is replaced before anybody gets it."""
    books, url = await shop.add_books(shop.random.randrange(2, 9)), shop.url
    if url.get_backend_name() == "postgresql":  # whose engine has nothing of another's, whatever its URL says
        await submission.probe("create", url="sqlite+aiosqlite:////no/such/folder/shop.db")
        url = url.update_query_dict({"passfile": "sqlite"})
    assert await submission.probe("revive", url=address(url)) == len(books)


@pytest.mark.exercise(
    "make_engine",
    misconception="have each statement committed by itself",
    taught="connect() and begin()",
    hint="What does `isolation_level` say to an engine? Leave it at what the database does by itself.",
)
async def test_what_nobody_commits_is_rolled_back(submission, shop):
    """What nobody commits on a connection of make_engine() is not stored."""
    await submission.probe("change_of_mind", url=address(shop.url))
    assert await shop.count(Book) == 0, (
        "a book was inserted and rolled back, and it is stored: each statement is committed by itself, which is what "
        'isolation_level="AUTOCOMMIT" does'
    )


@pytest.mark.exercise(
    "count_books",
    taught="connect() and begin()",
    hint="Let the database count the rows of the table, and ask for the one value of the one row.",
)
async def test_the_books_are_counted(submission, shop):
    """count_books() counts every book: also one that is sold out, and each of several with the same title."""
    counted = await submission.count_books()
    assert counted == 0, f"there are no books, and counted were {counted}"
    number, more = shop.random.randrange(1_100, 1_200), {"title": "Kindred", "price": 100, "stock": 1}
    await shop.add_rows(Book, [{"isbn": f"{n:06}", **more} for n in range(number + 1)])
    await shop.execute(delete(Book).where(Book.isbn == "000000"))  # the highest id is no count
    await shop.add_books(3, title=shop.text(), price=900, stock=0)
    counted = await submission.count_books()
    assert counted == number + 3, (
        f"there are {number + 3} books, 3 of one title and sold out, and counted were {counted}"
    )


@pytest.mark.exercise(
    "count_books",
    misconception="lose a connection at every call",
    taught="connect() and begin()",
    hint="Borrow the connection in an `async with` block, and it is given back at its end.",
)
async def test_one_connection_serves_every_call(submission, shop):
    """count_books() gives its connection back: the next call uses the same one."""
    for number in range(1, 4):
        await shop.add_book()
        assert await submission.count_books() == number
    opened = len(submission.trace.of("connect"))
    assert opened == 1, f"one connection can serve three calls, one after the other; opened: {opened}"
    await submission.probe("count_and_change_of_mind")
    left = await shop.count(Book)
    assert left == number, (
        "after count_books(), a book was inserted and rolled back, and it is stored: the engine commits each statement"
    )


@pytest.mark.exercise(
    "count_books",
    misconception="lose the connection when the query fails",
    taught="connect() and begin()",
    hint="What gives the connection back must run when the query raises, too: an `async with` block does.",
)
@pytest.mark.empty
async def test_a_failing_query_keeps_nothing(submission, shop):
    """count_books() gives its connection back even when the query fails, and lets the error through."""
    with submission.raises("DBAPIError"):
        await submission.count_books()


@pytest.mark.exercise(
    "count_books",
    misconception="take a cancellation for an error",
    taught="The pool lends connections",
    hint="`except Exception` does not see a cancellation. What closes a connection on every path?",
)
async def test_a_cancelled_count_keeps_nothing(submission, shop):
    """count_books() gives its connection back even when the call is cancelled, and lets the cancellation through."""
    await submission.fault("cancel", verb="SELECT")
    with submission.raises("CancelledError"):
        await submission.count_books()


@pytest.mark.exercise(
    "create_schema",
    misconception="create tables that nobody else sees",
    taught="connect() and begin()",
    hint="create_all() is a plain function for a plain connection, and its work must be committed: which of the two"
    " blocks does that?",
)
@pytest.mark.empty
async def test_every_table_is_there(submission, shop):
    """create_schema() creates every table of the bookshop, and everybody sees them."""
    await submission.create_schema()
    await every_table_is_seen(shop)


@pytest.mark.exercise(
    "create_schema",
    misconception="drop what is there before creating it",
    taught="connect() and begin()",
    hint="create_all() looks before it creates. Drop nothing.",
)
@pytest.mark.empty
async def test_again_without_harm(submission, shop):
    """create_schema() can be called again: no error, and what is stored stays; also after a full disk."""
    await submission.fault("statement", verb="CREATE")
    with submission.raises("DBAPIError"):
        await submission.create_schema()
    await submission.create_schema()
    await every_table_is_seen(shop)
    books = await shop.add_books(shop.random.randrange(2, 9))
    await submission.create_schema()
    left = await shop.count(Book)
    assert left == len(books), f"books before the second call: {len(books)}, after it: {left}"


@pytest.mark.exercise(
    "create_schema",
    misconception="take all tables for there where one is",
    taught="connect() and begin()",
    hint="create_all() looks for each table by itself: call it every time, and leave the looking to it.",
)
@pytest.mark.empty
async def test_the_tables_that_are_missing(submission, shop):
    """create_schema() creates the tables that are missing, when others are there already."""
    await submission.create_schema()
    for name in ("profiles", "order_lines"):
        await shop.run(f"DROP TABLE {name}")
    await submission.create_schema()
    await every_table_is_seen(shop)


async def every_table_is_seen(shop):
    missing = set(Base.metadata.tables) - await shop.tables()
    assert not missing, f"seen through another connection, these tables are missing: {', '.join(sorted(missing))}"


@pytest.mark.exercise(
    "engine_lifespan",
    taught="dispose() ends it",
    hint="Make the engine, `yield` it, and do the rest afterwards.",
)
async def test_the_engine_works_inside(submission, shop):
    """Inside `async with engine_lifespan(url) as engine` the engine works."""
    books = await shop.add_books(shop.random.randrange(2, 9))
    seen, _ = await submission.probe("live", url=address(shop.url), ending="ends")
    assert seen == len(books)


@pytest.mark.exercise(
    "engine_lifespan",
    misconception="leave the engine's connections open",
    taught="dispose() ends it",
    hint="After the `yield`, dispose of the engine, and await it.",
)
async def test_the_engine_is_disposed_of(submission, shop):
    """At the end of the block every connection of the engine is closed."""
    await submission.probe("live", url=address(shop.url), ending="ends")
    await nothing_is_open(submission, shop)


@pytest.mark.exercise(
    "engine_lifespan",
    misconception="dispose only when all went well",
    taught="dispose() ends it",
    hint="What raises in the block is raised at the `yield`: put what must happen in any case into a `finally`.",
)
async def test_the_engine_is_disposed_of_after_an_error(submission, shop):
    """When the block raises or is cancelled, the connections are closed too, and the caller hears of it."""
    for ending, expected in (("raises", "Fire"), ("cancelled", "CancelledError")):
        _, came_out = await submission.probe("live", url=address(shop.url), ending=ending)
        assert came_out == expected, f"out of the block came {expected}, and out of engine_lifespan() {came_out}"
        await nothing_is_open(submission, shop)


async def nothing_is_open(submission, shop):
    opened, closed = len(submission.trace.of("connect")), len(submission.trace.of("close"))
    assert closed == opened, f"connections opened: {opened}, closed at the end of the block: {closed}"
    assert not await shop.connections(left=0), "the server still counts connections of the engine"
