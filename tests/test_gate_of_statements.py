"""The gate: statements stop at it on both databases, are counted, let through, made to fail, and can be cancelled."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from pathlib import Path

import pytest
import pytest_asyncio
from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from checker.judge.shop import Shop
from checker.judge.submission import Submission
from checker.wall.verdicts import NotSolved, Raised, Wrong
from checker.worker.calls import Calls
from checker.worker.changed import Originals
from checker.worker.in_process import InProcess
from workbook.bookshop import User
from workbook.database import FreshDatabases, make_engine, server_url
from workbook.gate import Gate
from workbook.postgres import server as postgres

LEARNER = """
import asyncio
from sqlalchemy import event, select, text
from sqlalchemy.engine import Dialect
from workbook.bookshop import User

async def one(make_session, number):
    async with make_session() as session:
        return await session.scalar(select(text(str(number))))

async def many(make_session, numbers, at_once):
    semaphore = asyncio.Semaphore(at_once)
    async def bounded(number):
        async with semaphore:
            return await one(make_session, number)
    return await asyncio.gather(*[bounded(number) for number in numbers])

async def add(make_session, emails):
    async with make_session.begin() as session:
        for email in emails:
            session.add(User(email=email, full_name=email))
            await session.flush()

async def add_within(make_session, emails, seconds):
    try:
        async with asyncio.timeout(seconds):
            await add(make_session, emails)
    except TimeoutError:
        return "too late"

async def later(make_session):
    raise NotImplementedError

async def replaces():
    from workbook.gate import Gate
    Gate.rest = Gate.open

async def stops_listening():
    import gc
    from workbook.gate import Gate
    gate = next(it for it in gc.get_objects() if isinstance(it, Gate) and it.listening)
    target, name, listener = gate.listeners()[1]
    event.remove(target, name, listener)
"""

needs_postgres = pytest.mark.skipif(postgres.find_binaries() is None, reason="no PostgreSQL on this machine")


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgres", marks=needs_postgres)])
def databases(request: pytest.FixtureRequest) -> Iterator[FreshDatabases]:
    found = FreshDatabases(server_url(request.param))
    yield found
    asyncio.run(found.close())


@pytest_asyncio.fixture
async def engine(databases: FreshDatabases) -> AsyncIterator[AsyncEngine]:
    async with databases.fresh() as url:
        engine = make_engine(url, pool_size=10)
        yield engine
        await engine.dispose()


@pytest_asyncio.fixture
async def pair(databases: FreshDatabases, tmp_path: Path) -> AsyncIterator[tuple[Submission, Shop]]:
    """A submission in this process, and the shop it is judged by."""
    (tmp_path / "ex99_gate.py").write_text(LEARNER, encoding="utf-8")
    submission, shop = Submission(), Shop()
    async with databases.fresh() as url:
        await shop.open(url)
        place = url.render_as_string(hide_password=False)
        with closing(Originals()) as originals, Calls(tmp_path / "ex99_gate.py", place, tmp_path, originals) as calls:
            submission.connect(InProcess(calls))
            yield submission, shop
            await calls.close()
        await shop.close()


async def ask(engine: AsyncEngine, number: int = 1) -> int:
    async with engine.connect() as connection:
        return await connection.scalar(text(f"SELECT {number}"))


async def users(engine: AsyncEngine) -> int:
    async with engine.connect() as connection:
        return await connection.scalar(text("SELECT count(*) FROM users"))


async def insert_and_ask(engine: AsyncEngine) -> None:
    async with engine.begin() as connection:
        await connection.execute(text("INSERT INTO users (email, full_name) VALUES ('a', 'a')"))
        await connection.execute(text("SELECT 1"))


# -- in a lesson -----------------------------------------------------------------------------------------------------


async def test_those_that_stand_are_counted_and_go_on_one_by_one(engine: AsyncEngine):
    async with Gate(engine) as gate:
        tasks = [asyncio.create_task(ask(engine, 1))]  # cold: what SQLAlchemy asks a new server does not stop
        assert await gate.rest(expected=1) == 1
        tasks += [asyncio.create_task(ask(engine, number)) for number in (2, 3, 4)]
        assert await gate.rest(expected=4) == 4
        gate.let_one()  # who came first
        assert await tasks[0] == 1
        gate.let_one(3)
        done, _ = await asyncio.wait(tasks[1:], return_when=asyncio.FIRST_COMPLETED)
        assert (len(done), gate.standing, gate.seen, gate.most) == (1, 2, 4, 4)
    assert await asyncio.gather(*tasks) == [1, 2, 3, 4]  # the gate is open at the end of its block


async def test_only_statements_that_begin_with_the_verb_stop(engine: AsyncEngine):
    async with Gate(engine, verb="update") as gate:
        assert await ask(engine) == 1
        assert gate.seen == 0


async def test_only_statements_of_the_engine_stop(engine: AsyncEngine):
    other = create_async_engine(engine.url)
    async with Gate(engine) as gate:
        assert await ask(other) == 1
        assert gate.seen == 0
    await other.dispose()


async def test_one_is_made_to_fail_and_the_others_go_on(engine: AsyncEngine):
    async with Gate(engine) as gate:
        tasks = [asyncio.create_task(ask(engine, number)) for number in (1, 2, 3)]
        assert await gate.rest(expected=3) == 3
        gate.fail(2)
        gate.open()
        results = await asyncio.gather(*tasks, return_exceptions=True)
    assert sum(isinstance(result, OperationalError) for result in results) == 1


@pytest.mark.parametrize("fails", [False, True])
async def test_a_commit_stops_where_it_is_the_verb(engine: AsyncEngine, fails: bool):
    async with Gate(engine, verb="commit") as gate:
        task = asyncio.create_task(insert_and_ask(engine))
        assert await gate.rest(expected=1) == 1
        if fails:
            gate.fail()
            with pytest.raises(OperationalError):
                await task
        else:
            gate.let_one()
            await task
    assert await users(engine) == (0 if fails else 1)


async def test_a_commit_is_done_and_its_answer_is_lost(engine: AsyncEngine):
    async with Gate(engine, verb="commit") as gate:
        task = asyncio.create_task(insert_and_ask(engine))
        assert await gate.rest(expected=1) == 1
        gate.lose()
        with pytest.raises(OperationalError):
            await task
    assert await users(engine) == 1


async def test_only_the_answer_of_a_commit_can_be_lost(engine: AsyncEngine):
    async with Gate(engine, verb="SELECT") as gate:
        task = asyncio.create_task(ask(engine, 7))
        assert await gate.rest(expected=1) == 1
        with pytest.raises(LookupError, match="no COMMIT stands at a gate for SELECT"):
            gate.lose()
    assert await task == 7


async def test_the_time_of_a_slow_statement_passes(engine: AsyncEngine):
    async with Gate(engine, seconds=0.01) as gate:
        assert await ask(engine, 7) == 7
        assert (gate.seen, gate.standing) == (1, 0)


async def test_a_slow_statement_can_be_cancelled_and_leaves_nothing(engine: AsyncEngine):
    async with Gate(engine, verb="SELECT", seconds=60) as gate:
        task = asyncio.create_task(insert_and_ask(engine))
        assert await gate.rest(expected=1) == 1
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert gate.cancelled == 1
    assert engine.pool.checkedout() == 0  # type: ignore[attr-defined]
    assert await users(engine) == 0


async def test_a_gate_that_is_closed_again_counts_from_zero(engine: AsyncEngine):
    async with Gate(engine) as gate:
        first = asyncio.create_task(ask(engine))
        assert await gate.rest(expected=1) == 1
        gate.close()
        await first
        assert (gate.standing, gate.seen, gate.most) == (0, 0, 0)


async def test_nobody_can_be_let_through_who_is_not_there(engine: AsyncEngine):
    async with Gate(engine) as gate:
        with pytest.raises(LookupError, match="0 statements"):
            gate.let_one()


# -- in a check ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("at_once", "standing"), [(1, 1), (3, 3), (100, 8)])
async def test_what_stands_is_the_concurrency(pair, at_once: int, standing: int):
    submission, shop = pair
    await submission.gate()
    call = asyncio.ensure_future(submission.many(numbers=list(range(8)), at_once=at_once))
    assert await submission.standing(call, expected=min(at_once, 8)) == standing
    assert await shop.count(User) == 0  # the judge's own statements pass
    await submission.let_one()
    assert await submission.standing(call, expected=min(at_once, 7)) == min(at_once, 7)
    await submission.open_gate()
    assert await call == list(range(8))
    counted = await submission.at_gate()
    assert (counted.standing, counted.seen, counted.most, counted.cancelled) == (0, min(8, standing + 1), standing, 0)
    assert submission.took_word
    assert submission.counted


async def test_fewer_than_expected_are_believed_in_the_end(pair):
    submission, _ = pair
    await submission.gate()
    call = asyncio.ensure_future(submission.many(numbers=[1, 2, 3], at_once=1))
    assert await submission.standing(call, expected=3) == 1
    await submission.open_gate()
    await call


async def test_when_the_call_has_ended_nobody_waits_for_more(pair):
    submission, _ = pair
    await submission.gate("UPDATE")
    call = asyncio.ensure_future(submission.many(numbers=[1, 2, 3], at_once=3))
    assert await submission.standing(call, expected=3) == 0
    assert call.done()


async def test_what_ends_the_call_is_told_instead_of_a_number(pair):
    submission, _ = pair
    await submission.gate()
    call = asyncio.ensure_future(submission.later())
    with pytest.raises(NotSolved):
        await submission.standing(call, expected=3)


async def test_a_statement_of_the_call_fails(pair):
    submission, shop = pair
    await submission.gate("INSERT")
    call = asyncio.ensure_future(submission.add(emails=["a", "b"]))
    await submission.standing(call, expected=1)
    await submission.let_one()
    await submission.standing(call, expected=1)
    await submission.fail_at_gate()
    with pytest.raises(Raised, match="OperationalError"):
        await call
    assert await shop.emails() == []


async def test_nobody_there_to_be_let_through_is_the_submissions_fault(pair):
    submission, _ = pair
    await submission.gate()
    with pytest.raises(Wrong, match="no number 1"):
        await submission.let_one()


async def test_a_slow_statement_of_the_call_is_cancelled(pair):
    submission, shop = pair
    await submission.slow("SELECT", seconds=60)
    assert await submission.add_within(emails=["a", "b"], seconds=60) is None
    await submission.slow("INSERT", seconds=60)
    assert await submission.add_within(emails=["c"], seconds=0.5) == "too late"
    assert (await submission.at_gate()).cancelled == 1
    assert await submission.leftovers() == []
    assert await shop.emails() == ["a", "b"]


async def test_a_gate_that_is_replaced_is_noticed(pair, monkeypatch: pytest.MonkeyPatch):
    submission, _ = pair
    monkeypatch.setattr(Gate, "rest", Gate.rest)  # to be put back
    await submission.replaces()
    await submission.leftovers()
    assert submission.changed == ["Gate.rest"]


async def test_a_gate_that_no_longer_listens_is_noticed(pair):
    submission, _ = pair
    await submission.gate()
    await submission.stops_listening()
    await submission.leftovers()
    assert submission.changed == ["the listeners of Dialect"]
