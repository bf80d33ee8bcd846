""" "Replace the URL and you are done", put to the test: the bookshop and the solutions on a real MariaDB.

What is different there stands in lesson 12, and each line of that table is a test here.
"""

from __future__ import annotations

import asyncio
import importlib.util
from collections.abc import AsyncIterator, Iterator
from decimal import Decimal
from types import ModuleType

import httpx
import mariadb_server
import pytest
import pytest_asyncio
from sqlalchemy import URL, func, insert, select, text, update
from sqlalchemy.dialects import mysql, postgresql
from sqlalchemy.exc import CompileError, DBAPIError, IntegrityError, OperationalError, ProgrammingError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from variants import ROOT

from workbook.bookshop import Base, Book, Order, OrderLine, Profile, User, seed_rows
from workbook.database import make_engine

pytest.importorskip("asyncmy", reason='no driver for MariaDB: pip install -e ".[mysql]"')
pytestmark = [
    pytest.mark.skipif(bool(mariadb_server.missing()), reason=mariadb_server.missing()),
    pytest.mark.slow,
]

Sessions = async_sessionmaker[AsyncSession]


@pytest.fixture(scope="module")
def server() -> Iterator[URL]:
    with mariadb_server.server() as url:
        yield url


@pytest_asyncio.fixture
async def engine(server: URL) -> AsyncIterator[AsyncEngine]:
    """An engine on a new bookshop with its seed rows."""
    admin = create_async_engine(server)
    async with admin.connect() as connection:
        await connection.execute(text("DROP DATABASE IF EXISTS shop"))
        await connection.execute(text("CREATE DATABASE shop CHARACTER SET utf8mb4"))
    await admin.dispose()
    engine = make_engine(server.set(database="shop"))
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with AsyncSession(engine) as session:
        session.add_all(seed_rows())
        await session.commit()
    yield engine
    await engine.dispose()


@pytest.fixture
def make_session(engine: AsyncEngine) -> Sessions:
    return async_sessionmaker(engine, expire_on_commit=False)


@pytest_asyncio.fixture
async def session(make_session: Sessions) -> AsyncIterator[AsyncSession]:
    async with make_session() as session:
        yield session


def solution(number: str) -> ModuleType:
    """The solutions of a lesson."""
    [path] = (ROOT / "solutions").glob(f"ex{number}_*.py")
    spec = importlib.util.spec_from_file_location(f"solution_{number}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def rows(number: int) -> list[dict]:
    return [{"isbn": f"9{n:09}", "title": f"Title {n}", "price": 100 + n, "stock": n} for n in range(number)]


async def stock(session: AsyncSession, title: str) -> int:
    return await session.scalar(select(Book.stock).where(Book.title == title))


# -- what works as it stands -------------------------------------------------------------------------------------------


async def test_lessons_00_and_01(engine: AsyncEngine, session: AsyncSession):
    assert await solution("00").greeting(session) == "Frankenstein"
    ex01 = solution("01")
    url = ex01.async_url("mysql://root@localhost/shop")
    assert url == "mysql+asyncmy://root@localhost/shop"
    async with ex01.engine_lifespan(engine.url) as own:
        assert await ex01.count_books(own) == 8
        await ex01.create_schema(own)
    small = ex01.make_engine(engine.url, pool_size=1)
    assert await ex01.count_books(small) == 8
    await small.dispose()


async def test_lesson_02(make_session: Sessions, session: AsyncSession):
    ex02 = solution("02")
    number = await ex02.add_user(session, "eve@example.org", "Eve 😀")
    await session.commit()
    assert (await ex02.find_user(session, "eve@example.org")).id == number
    await ex02.rename_user(make_session, number, "Eve Adler")
    assert await ex02.list_emails(session) == [f"{name}@example.org" for name in ("ana", "ben", "chi", "dov", "eve")]
    assert await ex02.repair_lost_update(make_session, "1000000001", 1400) == 1299


async def test_the_service_of_lesson_03(engine: AsyncEngine):
    app = solution("03").create_app(engine.url.render_as_string(hide_password=False))
    transport = httpx.ASGITransport(app=app)
    async with app.router.lifespan_context(app), httpx.AsyncClient(transport=transport, base_url="http://shop") as shop:
        assert (await shop.get("/books/1000000001")).json()["title"] == "Kindred"
        assert (await shop.get("/books/0")).status_code == 404
        eve = {"email": "eve@example.org", "full_name": "Eve"}
        added = await shop.post("/users", json=eve)
        assert added.status_code == 201
        assert (await shop.post("/users", json=eve)).status_code == 409
        assert (await shop.post("/users", json={"email": "x"})).status_code == 422
        assert (await shop.get(f"/users/{added.json()['id']}")).json()["email"] == "eve@example.org"


async def test_lesson_04_without_returning(make_session: Sessions, session: AsyncSession):
    ex04 = solution("04")
    async with ex04.unit_of_work(make_session) as work:
        work.add(User(email="eve@example.org", full_name="Eve"))
    number = await ex04.register(session, "fay@example.org", "Fay", "Reads.")
    with pytest.raises(ex04.EmailTaken):
        await ex04.register(session, "eve@example.org", "Eve again", "Reads too.")
    await session.commit()
    assert await session.scalar(select(Profile.bio).where(Profile.user_id == number)) == "Reads."
    people = [{"email": f"{name}@example.org", "full_name": name} for name in ("gus", "ana", "hal")]
    assert await ex04.import_users(session, people) == ["ana@example.org"]
    assert await ex04.search_books(session, "Jane") == ["Jane Eyre"]
    assert await ex04.search_books(session, "%") == []


async def test_lesson_05(session: AsyncSession):
    ex05 = solution("05")
    users = await ex05.users_with_orders(session, 2)
    assert [len(user.orders) for user in users] == [3, 1]
    number = users[0].orders[0].id
    assert len((await ex05.order_details(session, number)).lines) == 2
    assert len(await ex05.orders_page(session, 1, 2)) == 2
    assert (await ex05.totals_by_user(session))["ana@example.org"] == 7595
    assert len(await ex05.latest_orders(session)) == 3
    assert len(await ex05.repair_summary(session)) == 4


async def test_lesson_06_without_upsert_and_copy(make_session: Sessions, session: AsyncSession):
    ex06 = solution("06")
    await ex06.add_books(session, rows(1500))
    await session.commit()
    more = [{**row, "isbn": "8" + row["isbn"][1:]} for row in rows(25)]
    assert await ex06.import_books(make_session, iter(more), 10) == 25
    await ex06.raise_prices(session, 15)
    await session.commit()
    assert await session.scalar(select(Book.price).where(Book.title == "Kindred")) == 1494
    written: list[str] = []
    assert await ex06.export_sales(session, written.append) == 8
    assert written[0] == "1000000001,1,1299\n"


async def test_lesson_12(engine: AsyncEngine, make_session: Sessions, session: AsyncSession):
    ex12 = solution("12")
    ana = await session.scalar(select(User).where(User.email == "ana@example.org"))
    assert (await ex12.report(make_session, ana.id))["totals"] == [2698, 2200, 2697]
    assert await ex12.dashboard(make_session) == {"books": 8, "users": 4, "orders": 5}
    await ex12.save(make_session, "1000000001", 1300)
    assert await ex12.rename_all(
        session, {"ben@example.org": "ana@example.org", "chi@example.org": "c@example.org"}
    ) == ["ben@example.org"]
    await ex12.transfer(make_session, "1000000001", "1000000002", 2)
    with pytest.raises(ex12.OutOfStock):
        await ex12.transfer(make_session, "1000000001", "1000000002", 2)
    sent: list[tuple[str, int]] = []

    async def send(email: str, number: int) -> None:
        sent.append((email, number))

    assert await ex12.nightly(make_session, send) == 3
    async with engine.connect() as connection:
        number = await connection.scalar(text("SELECT connection_id()"))
    async with create_async_engine(engine.url).connect() as other:
        if number != await other.scalar(text("SELECT connection_id()")):
            await other.execute(text(f"KILL {number}"))
    await ex12.stale(engine, {"1000000001": 4})
    assert await stock(session, "Kindred") == 5


# -- what is different -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["place_order", "sell_last_copies"])
async def test_update_returning_is_refused_by_the_server(make_session: Sessions, name: str):
    ex04 = solution("04")
    calls = {
        "place_order": lambda: ex04.place_order(make_session, 1, {"1000000001": 1}),
        "sell_last_copies": lambda: ex04.sell_last_copies(make_session, "1000000001"),
    }
    with pytest.raises(ProgrammingError) as raised:
        await calls[name]()
    assert raised.value.orig.args[0] == 1064


async def test_insert_returning_works(session: AsyncSession):
    ids = (await session.scalars(insert(Book).returning(Book.id), rows(3))).all()
    assert len(set(ids)) == 3


async def test_upsert_has_another_name(session: AsyncSession):
    once = postgresql.insert(Book).values(rows(2)).on_conflict_do_nothing()
    with pytest.raises(CompileError):
        await session.execute(once)
    await session.execute(insert(Book), rows(2))
    again = mysql.insert(Book).values([{**row, "stock": 50} for row in rows(3)])
    await session.execute(again.on_duplicate_key_update(stock=again.inserted.stock))
    found = await session.scalars(select(Book.stock).where(Book.title.like("Title %")))
    assert found.all() == [50, 50, 50]


async def test_a_plain_select_sees_what_the_first_one_saw_and_a_locking_one_the_newest(make_session: Sessions):
    async with make_session() as ours, make_session() as theirs:
        assert await stock(ours, "Kindred") == 3
        await theirs.execute(update(Book).where(Book.title == "Kindred").values(stock=77))
        await theirs.commit()
        assert await stock(ours, "Kindred") == 3
        assert await ours.scalar(select(Book.stock).where(Book.title == "Kindred").with_for_update()) == 77


@pytest.mark.parametrize("email", ["ANA@EXAMPLE.ORG", "ana@example.org "])
async def test_capitals_and_blanks_at_the_end_do_not_tell_texts_apart(session: AsyncSession, email: str):
    assert await session.scalar(select(User.full_name).where(User.email == email)) == "Ana Silva"
    session.add(User(email=email, full_name="Another Ana"))
    with pytest.raises(IntegrityError) as raised:
        await session.flush()
    assert raised.value.orig.args[0] == 1062


async def test_a_sum_is_a_decimal(session: AsyncSession):
    found = await session.scalar(select(func.sum(OrderLine.quantity)))
    assert isinstance(found, Decimal)
    assert found == 11


async def test_a_time_comes_back_without_its_zone(session: AsyncSession):
    assert (await session.scalar(select(Order.created_at).limit(1))).tzinfo is None


async def test_a_deadlock_is_an_operational_error(make_session: Sessions):
    both_have_one = asyncio.Barrier(2)

    async def take(first: str, second: str) -> None:
        async with make_session.begin() as session:
            await session.execute(update(Book).where(Book.isbn == first).values(stock=1))
            async with asyncio.timeout(30):
                await both_have_one.wait()
            await session.execute(update(Book).where(Book.isbn == second).values(stock=1))

    crosswise = [take("1000000001", "1000000002"), take("1000000002", "1000000001")]
    [problem] = [it for it in await asyncio.gather(*crosswise, return_exceptions=True) if it]
    assert isinstance(problem, OperationalError)
    assert problem.orig.args[0] == 1213


async def test_without_an_index_every_row_that_was_looked_at_is_locked(make_session: Sessions):
    async with make_session() as ours, make_session() as theirs:
        await ours.execute(update(Book).where(Book.title == "Kindred").values(stock=1))  # `title` has no index
        with pytest.raises(OperationalError) as raised:
            await theirs.execute(select(Book).where(Book.isbn == "1000000002").with_for_update(nowait=True))
        assert raised.value.orig.args[0] == 1205


async def test_ddl_commits(engine: AsyncEngine):
    async with engine.connect() as connection:
        await connection.execute(text("CREATE TABLE notes (words INTEGER)"))
        await connection.rollback()
        assert await connection.scalar(text("SELECT count(*) FROM notes")) == 0


async def test_a_statement_goes_on_in_the_server_after_its_deadline(engine: AsyncEngine):
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.2), engine.connect() as connection:
            await connection.execute(text("SELECT SLEEP(30)"))
    running = text("SELECT id FROM information_schema.processlist WHERE info = 'SELECT SLEEP(30)'")
    async with engine.connect() as connection:
        still = (await connection.scalars(running)).all()
        assert len(still) == 1
        await connection.execute(text(f"KILL {still[0]}"))


async def test_a_killed_connection_is_told_as_lost(engine: AsyncEngine):
    async with engine.connect() as ours, engine.connect() as theirs:
        number = await ours.scalar(text("SELECT connection_id()"))
        await theirs.execute(text(f"KILL {number}"))
        with pytest.raises(DBAPIError) as raised:
            await ours.scalar(text("SELECT 1"))
        assert raised.value.connection_invalidated
