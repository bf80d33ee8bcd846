"""Faults and meetings: each strikes where it was told to, once, and as the database itself would have it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from pathlib import Path

import pytest
import pytest_asyncio
from sqlalchemy import insert

from checker.judge.shop import Shop
from checker.judge.submission import Submission
from checker.wall.verdicts import Raised
from checker.worker.calls import Calls
from checker.worker.changed import Originals
from checker.worker.in_process import InProcess
from workbook.bookshop import User
from workbook.database import FreshDatabases, server_url
from workbook.postgres import server as postgres

LEARNER = '''
import asyncio
from sqlalchemy import select, text, update
from workbook.bookshop import Book, User
from workbook.database import make_engine

async def add_two(make_session, first, second):
    async with make_session.begin() as session:
        for email in (first, second):
            session.add(User(email=email, full_name=email))
            await session.flush()

async def add_many(make_session, emails):
    async with make_session.begin() as session:
        session.add_all([User(email=email, full_name=email) for email in emails])

async def add_on_an_engine_of_its_own(engine, email):
    other = make_engine(engine.url)
    async with other.begin() as connection:
        await connection.execute(text("INSERT INTO users (email, full_name) VALUES ('x', :name)"), {"name": email})
    await other.dispose()

async def code_of(make_session, email):
    """What the database's error carries, and whether the session can go on without a rollback."""
    async with make_session() as session:
        session.add(User(email=email, full_name=email))
        try:
            await session.commit()
        except Exception as error:
            code = getattr(error.orig, "sqlstate", None) or getattr(error.orig, "sqlite_errorname", None)
            try:
                await session.commit()
            except Exception as again:
                return type(error).__name__, code, type(again).__name__
            return type(error).__name__, code, "nothing"

async def buy(make_session, isbn):
    async with make_session.begin() as session:
        book = await session.scalar(select(Book).where(Book.isbn == isbn))
        book.stock -= 1

async def buy_and_lock(make_session, isbn):
    async with make_session.begin() as session:
        await session.execute(update(Book).where(Book.isbn == isbn).values(stock=Book.stock - 1))
        await session.scalar(select(Book).where(Book.isbn == isbn))

async def sleep(make_session):
    async with make_session() as session:
        await session.execute(select(1))
        await asyncio.sleep(0)
'''

needs_postgres = pytest.mark.skipif(postgres.find_binaries() is None, reason="no PostgreSQL on this machine")


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgres", marks=needs_postgres)])
def databases(request: pytest.FixtureRequest) -> Iterator[FreshDatabases]:
    found = FreshDatabases(server_url(request.param))
    yield found
    asyncio.run(found.close())


@pytest_asyncio.fixture
async def pair(databases: FreshDatabases, tmp_path: Path) -> AsyncIterator[tuple[Submission, Shop]]:
    """A submission in this process, and the shop it is judged by."""
    (tmp_path / "ex99_faults.py").write_text(LEARNER, encoding="utf-8")
    submission, shop = Submission(), Shop()
    async with databases.fresh() as url:
        await shop.open(url)
        place = url.render_as_string(hide_password=False)
        with closing(Originals()) as originals, Calls(tmp_path / "ex99_faults.py", place, tmp_path, originals) as calls:
            submission.connect(InProcess(calls))
            yield submission, shop
            assert await submission.leftovers() == []
            await calls.close()
        await shop.close()


@pytest.mark.parametrize("kind", ["statement", "disconnect", "cancel"])
async def test_the_second_insert_goes_wrong_and_nothing_is_kept(pair, kind):
    submission, shop = pair
    await submission.fault(kind, nth=2, verb="INSERT")
    with submission.raises("CancelledError" if kind == "cancel" else "DBAPIError"):
        await submission.add_two(first="a", second="b")
    assert await shop.emails() == []
    assert len(submission.trace.of("fault")) == 1
    await submission.add_two(first="c", second="d")  # once, and everything works again
    assert await shop.emails() == ["c", "d"]


async def test_a_commit_that_fails_keeps_nothing(pair):
    submission, shop = pair
    await submission.fault("commit")
    with submission.raises("DBAPIError"):
        await submission.add_two(first="a", second="b")
    assert await shop.emails() == []
    assert [event.where.split(":")[0] for event in submission.trace.of("fault")] == ["ex99_faults.py"]


async def test_a_connection_lost_at_commit(pair):
    submission, shop = pair
    await submission.fault("disconnect", verb="COMMIT")
    with submission.raises("DBAPIError"):
        await submission.add_two(first="a", second="b")
    assert await shop.emails() == []


async def test_a_commit_that_is_done_and_not_answered(pair):
    submission, shop = pair
    await submission.fault("unanswered")
    with submission.raises("DBAPIError"):
        await submission.add_two(first="a", second="b")
    assert await shop.emails() == ["a", "b"]
    await submission.add_two(first="c", second="d")
    assert await shop.emails() == ["a", "b", "c", "d"]


@pytest.mark.parametrize("kind", ["statement", "commit"])
async def test_the_error_is_the_databases_own(pair, kind):
    submission, shop = pair
    await submission.fault(kind, reason="refused")
    name, code, again = await submission.code_of(email="a")
    sqlite = shop.url.get_backend_name() == "sqlite"
    assert (name, code) == (("OperationalError", "SQLITE_BUSY") if sqlite else ("DBAPIError", "40001"))
    assert again in ("InvalidRequestError", "PendingRollbackError", "nothing")
    assert await shop.emails() == []


async def test_a_batch_is_one_statement(pair):
    submission, shop = pair
    await submission.fault("statement", verb="INSERT")
    with submission.raises("DBAPIError"):
        await submission.add_many(emails=["a", "b", "c"])
    assert await shop.emails() == []


async def test_any_engine_of_the_worker_is_met_and_the_shop_is_not(pair):
    submission, shop = pair
    await submission.fault("statement", verb="INSERT")
    await shop.add(User(email="ours", full_name="ours"))
    assert await shop.rows(insert(User).values(email="b", full_name="b").returning(User.email)) == ["b"]
    with submission.raises("DBAPIError"):
        await submission.add_on_an_engine_of_its_own(email="a")


async def test_two_faults_both_count(pair):
    submission, _ = pair
    await submission.fault("statement", nth=1, verb="INSERT")
    await submission.fault("statement", nth=2, verb="INSERT")
    for _ in range(2):
        with submission.raises("DBAPIError"):
            await submission.add_two(first="a", second="b")
    await submission.add_two(first="a", second="b")


async def test_a_fault_nobody_has_heard_of_is_the_checks_mistake(pair):
    submission, _ = pair
    with pytest.raises(ValueError, match="no such fault"):
        await submission.fault("earthquake")


async def test_all_read_before_anybody_writes(pair):
    submission, shop = pair
    book = await shop.add_book(stock=20)
    await submission.meet("SELECT", parties=20)
    await asyncio.gather(*[submission.buy(isbn=book.isbn) for _ in range(20)])
    assert await shop.stock() == {book.title: 19}  # as lost as an update can be


async def test_who_waits_behind_a_lock_is_not_waited_for_for_ever(pair):
    submission, shop = pair
    book = await shop.add_book(stock=5)
    await submission.meet("SELECT", parties=5, patience=0.05)
    await asyncio.gather(*[submission.buy_and_lock(isbn=book.isbn) for _ in range(5)])
    assert await shop.stock() == {book.title: 0}


async def test_the_first_to_come_can_be_waited_for(pair):
    submission, shop = pair
    book = await shop.add_book(stock=5)
    await submission.meet("SELECT", parties=2, patience=5)
    call = asyncio.ensure_future(submission.buy(isbn=book.isbn))
    await submission.met()
    assert not call.done()
    await submission.part()
    await call


async def test_a_cancelled_call_does_not_end_the_worker(pair):
    submission, _ = pair
    await submission.fault("cancel")
    with pytest.raises(Raised, match="CancelledError"):
        await submission.sleep()
    await submission.sleep()
