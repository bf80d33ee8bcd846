"""What lessons say and no cell of theirs shows, most of it of PostgreSQL: each sentence is run here."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from typing import Any

import asyncpg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.operations import Operations
from private_server import project_folder
from sqlalchemy import CheckConstraint, Connection, DefaultClause, MetaData, exc, func, insert, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncSession, create_async_engine
from sqlalchemy.pool import StaticPool

from workbook.address import server_url
from workbook.bookshop import Base, Book, User
from workbook.database import FreshDatabases, make_engine, open_bookshop
from workbook.postgres import server as postgres
from workbook.problems import DatabaseProblem

COLUMNS = ("isbn", "title", "price", "stock")


@pytest.fixture
async def engine() -> AsyncIterator[AsyncEngine]:
    """On a fresh database with two books."""
    if postgres.find_binaries() is None:
        pytest.skip("no PostgreSQL on this machine")
    try:
        databases = FreshDatabases(server_url("postgres"))
    except DatabaseProblem as problem:
        pytest.skip(str(problem))
    async with databases.fresh() as url:
        made = make_engine(url)
        async with made.begin() as connection:
            await connection.execute(insert(Book), [values(1), values(2)])
        yield made
        await made.dispose()
    await databases.close()


def values(number: int) -> dict[str, Any]:
    return {"isbn": f"{number:013}", "title": f"Book {number}", "price": 1000, "stock": 3}


async def copy(session: AsyncSession, *numbers: int) -> None:
    """COPY books with these numbers, as lesson 06 does."""
    records = [tuple(values(number).values()) for number in numbers]
    await (await driver_of(session)).copy_records_to_table("books", records=records, columns=COLUMNS)


async def driver_of(session: AsyncSession) -> asyncpg.Connection:
    found = (await (await session.connection()).get_raw_connection()).driver_connection
    assert found is not None
    return found


async def books(engine: AsyncEngine) -> int:
    async with engine.connect() as connection:
        return len((await connection.execute(select(Book.id))).all())


# lesson 06


async def test_a_copy_with_no_statement_before_it_is_stored_at_once(engine: AsyncEngine):
    async with AsyncSession(engine) as session:
        await copy(session, 3)
        await session.rollback()
    assert await books(engine) == 3


async def test_a_copy_after_a_statement_is_part_of_its_transaction(engine: AsyncEngine):
    async with AsyncSession(engine) as session:
        await session.execute(select(1))
        await copy(session, 3)
        assert await books(engine) == 2  # nobody else sees it
        await session.rollback()
        assert await books(engine) == 2
        await session.execute(select(1))
        await copy(session, 3)
        await session.commit()
    assert await books(engine) == 3


async def test_copies_in_the_drivers_own_transaction_are_kept_together_or_not_at_all(engine: AsyncEngine):
    async with AsyncSession(engine) as session:

        async def together(*numbers: int) -> None:
            async with (await driver_of(session)).transaction():
                for number in numbers:
                    await copy(session, number)

        with pytest.raises(asyncpg.UniqueViolationError):
            await together(3, 1)
        assert await books(engine) == 2
        await together(3, 4)
    assert await books(engine) == 4


async def test_one_statement_takes_32767_parameters_and_a_list_beside_it_any_number(engine: AsyncEngine):
    many = [values(number) for number in range(10, 10 + 8192)]  # of four values each
    async with engine.connect() as connection:
        await connection.execute(insert(Book).values(many[:8191]))
        await connection.rollback()
        with pytest.raises(exc.DBAPIError, match="cannot exceed 32767"):
            await connection.execute(insert(Book).values(many))
        await connection.rollback()
        await connection.execute(insert(Book), many)


async def test_an_in_takes_32767_keys(engine: AsyncEngine):  # lesson 08
    keys = list(range(1, 32769))
    async with engine.connect() as connection:
        assert len((await connection.execute(select(Book.id).where(Book.id.in_(keys[:-1])))).all()) == 2
        with pytest.raises(exc.DBAPIError, match="cannot exceed 32767"):
            await connection.execute(select(Book.id).where(Book.id.in_(keys)))


# lessons 04, 07 and 09, their questions too


async def test_read_committed_is_the_default_and_shows_what_is_committed_and_nothing_else(engine: AsyncEngine):
    async with engine.connect() as ours, engine.connect() as theirs:
        assert await theirs.scalar(text("SHOW transaction_isolation")) == "read committed"
        await ours.execute(update(Book).values(stock=0))
        assert set(await theirs.scalars(select(Book.stock))) == {3}
        await ours.commit()
        assert set(await theirs.scalars(select(Book.stock))) == {0}


async def test_a_deadline_stops_the_statement_in_the_server(engine: AsyncEngine):
    running = text("SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query LIKE '%pg_sleep(601)'")
    async with engine.connect() as looking:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.2), engine.connect() as connection:
                await connection.execute(text("SELECT pg_sleep(601)"))
        async with asyncio.timeout(60):
            while await looking.scalar(running):
                await looking.rollback()
                await asyncio.sleep(0.05)


async def test_a_new_column_with_a_default_touches_no_row(engine: AsyncEngine):
    rows = text("SELECT ctid::text, xmin::text, (SELECT pg_relation_filenode('books')) FROM books ORDER BY id")
    async with engine.begin() as connection:
        before = (await connection.execute(rows)).all()
        await connection.execute(text("ALTER TABLE books ADD COLUMN language VARCHAR(2) NOT NULL DEFAULT 'en'"))
        assert (await connection.execute(rows)).all() == before
        assert set(await connection.scalars(text("SELECT language FROM books"))) == {"en"}
        await connection.execute(text("ALTER TABLE books ALTER COLUMN language DROP DEFAULT"))


async def test_after_an_error_everything_in_the_transaction_is_refused(engine: AsyncEngine):
    async with engine.connect() as connection:
        with pytest.raises(exc.IntegrityError):
            await connection.execute(insert(Book).values(values(1)))
        with pytest.raises(exc.DBAPIError, match="current transaction is aborted"):
            await connection.scalar(select(1))
        await connection.rollback()
        assert await connection.scalar(select(1)) == 1


async def test_writers_wait_for_an_index_that_is_made_and_not_for_one_made_concurrently(engine: AsyncEngine):
    async def write(number: int) -> None:
        async with engine.begin() as connection:
            await connection.execute(text("SET LOCAL lock_timeout = '100ms'"))
            await connection.execute(insert(Book).values(values(number)))

    async with engine.connect() as connection:
        await connection.execute(text("CREATE INDEX of_titles ON books (title)"))
        assert await books(engine) == 2  # readers do not wait
        with pytest.raises(exc.DBAPIError, match="lock timeout"):
            await write(3)
    apart = engine.execution_options(isolation_level="AUTOCOMMIT")

    async def make() -> None:
        async with apart.connect() as connection:
            await connection.execute(text("CREATE INDEX CONCURRENTLY of_titles ON books (title)"))

    async with engine.connect() as busy, engine.connect() as looking:
        await busy.execute(insert(Book).values(values(4)))
        making = asyncio.create_task(make())  # it waits for whoever writes already
        under_way = text("SELECT count(*) FROM pg_stat_progress_create_index WHERE phase LIKE 'waiting for writers%'")
        async with asyncio.timeout(60):
            while not await looking.scalar(under_way):
                await looking.rollback()
                await asyncio.sleep(0.02)
        await write(5)
        assert not making.done()
        await busy.commit()
        await looking.rollback()
        await making


# lesson 12: the table of codes, and the class of each

Provoke = Callable[[AsyncEngine], Coroutine[Any, Any, None]]


async def serialization_failure(engine: AsyncEngine) -> None:
    careful = engine.execution_options(isolation_level="SERIALIZABLE")
    async with careful.connect() as ours, careful.connect() as theirs:
        for connection in (ours, theirs):
            await connection.execute(select(Book.stock))
        for connection, key in ((ours, 1), (theirs, 2)):
            await connection.execute(update(Book).where(Book.id == key).values(stock=0))
        await ours.commit()
        await theirs.commit()


async def deadlock(engine: AsyncEngine) -> None:
    turn = asyncio.Barrier(2)

    async def sell(*keys: int) -> None:
        async with engine.begin() as connection:
            for key in keys:
                await connection.execute(update(Book).where(Book.id == key).values(stock=0))
                if key == keys[0]:
                    await turn.wait()

    for problem in await asyncio.gather(sell(1, 2), sell(2, 1), return_exceptions=True):
        if problem is not None:
            raise problem


async def locked(engine: AsyncEngine, *, nowait: bool) -> None:
    async with engine.connect() as ours, engine.connect() as theirs:
        await ours.execute(select(Book).with_for_update())
        if not nowait:
            await theirs.execute(text("SET LOCAL lock_timeout = '50ms'"))
        await theirs.execute(select(Book).with_for_update(nowait=nowait))


async def not_waited_for(engine: AsyncEngine) -> None:
    await locked(engine, nowait=True)


async def waited_too_long(engine: AsyncEngine) -> None:
    await locked(engine, nowait=False)


async def took_too_long(engine: AsyncEngine) -> None:
    async with engine.connect() as connection:
        await connection.execute(text("SET LOCAL statement_timeout = '50ms'"))
        await connection.execute(text("SELECT pg_sleep(60)"))


async def out_of_range(engine: AsyncEngine) -> None:
    async with engine.connect() as connection:
        await connection.execute(text("SELECT 1 / (stock - 3) FROM books"))


async def taken(engine: AsyncEngine) -> None:
    async with engine.connect() as connection:
        await connection.execute(insert(Book).values(values(1)))


@pytest.mark.parametrize(
    ("provoke", "code", "kind"),
    [
        (serialization_failure, "40001", exc.DBAPIError),
        (deadlock, "40P01", exc.DBAPIError),
        (not_waited_for, "55P03", exc.DBAPIError),
        (waited_too_long, "55P03", exc.DBAPIError),
        (took_too_long, "57014", exc.DBAPIError),
        (out_of_range, "22012", exc.DBAPIError),
        (taken, "23505", exc.IntegrityError),
    ],
    ids=lambda each: getattr(each, "__name__", str(each)),
)
async def test_a_code_and_the_class_that_it_comes_in(engine: AsyncEngine, provoke: Provoke, code: str, kind: type):
    with pytest.raises(exc.DBAPIError) as caught:
        await provoke(engine)
    assert (getattr(caught.value.orig, "sqlstate", None), type(caught.value)) == (code, kind)
    assert not caught.value.connection_invalidated


async def test_a_connection_that_was_cut_has_no_code_and_says_that_it_is_lost(engine: AsyncEngine):
    async with engine.connect() as ours, engine.connect() as theirs:
        number = await theirs.scalar(text("SELECT pg_backend_pid()"))
        await ours.execute(text(f"SELECT pg_terminate_backend({number})"))
        await asyncio.sleep(0.2)
        with pytest.raises(exc.DBAPIError) as caught:
            await theirs.scalar(select(1))
    assert caught.value.connection_invalidated


async def test_after_a_restart_one_query_pays_for_all_connections_of_the_pool(engine: AsyncEngine):
    pooled = create_async_engine(engine.url, pool_size=3)
    old = [await pooled.connect() for _ in range(3)]
    numbers = [await each.scalar(text("SELECT pg_backend_pid()")) for each in old]
    for each in old:
        await each.close()
    async with engine.connect() as connection:
        for number in numbers:
            await connection.execute(text(f"SELECT pg_terminate_backend({number}, 5000)"))
    async with pooled.connect() as connection:
        with pytest.raises(exc.DBAPIError) as caught:
            await connection.scalar(select(1))
    assert caught.value.connection_invalidated
    new = [await pooled.connect() for _ in range(3)]
    assert [await each.scalar(select(1)) for each in new] == [1, 1, 1]
    for each in new:
        await each.close()
    await pooled.dispose()


# lesson 12: what its table of another database says of PostgreSQL; tests/test_mariadb.py has the other column


async def test_an_update_by_a_column_without_an_index_locks_the_rows_that_it_changes(engine: AsyncEngine):
    async with engine.connect() as ours, engine.connect() as theirs:
        await theirs.execute(text("SET LOCAL lock_timeout = '10s'"))
        for connection, number in ((ours, 1), (theirs, 2)):
            await connection.execute(update(Book).where(Book.title == f"Book {number}").values(stock=0))


async def test_a_sum_of_integers_is_an_int_and_a_capital_is_another_letter(engine: AsyncEngine):
    async with engine.connect() as connection:
        assert type(await connection.scalar(select(func.sum(Book.price)))) is int
        assert await connection.scalar(text("SELECT 'ANA@example.org' = 'ana@example.org'")) is False
        await connection.execute(insert(User), [{"email": each, "full_name": "Ana"} for each in ("a@b", "A@b", "a@b ")])


async def test_a_table_that_was_made_is_gone_after_a_rollback(engine: AsyncEngine):
    async with engine.connect() as connection:
        await connection.execute(text("CREATE TABLE made (id INTEGER)"))
        await connection.rollback()
        assert await connection.scalar(text("SELECT to_regclass('made')")) is None


# what holds without a server: lessons 09 and 10


async def differences(engine: AsyncEngine, metadata: MetaData, **options: bool) -> list[Any]:
    """What autogenerate proposes."""

    def compared(connection: Connection) -> list[Any]:
        return compare_metadata(MigrationContext.configure(connection, opts=options), metadata)

    async with engine.connect() as connection:
        return await connection.run_sync(compared)


async def test_autogenerate_sees_no_check_constraint_and_a_server_default_only_if_it_is_asked(
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    engine, _ = await open_bookshop()
    planned = MetaData()
    for table in Base.metadata.sorted_tables:
        table.to_metadata(planned)
    planned.tables["books"].append_constraint(CheckConstraint("price > 0"))
    planned.tables["books"].c.stock.server_default = DefaultClause("0")
    assert await differences(engine, planned) == []
    [[(what, *_)]] = await differences(engine, planned, compare_server_default=True)
    assert what == "modify_default"


async def test_a_table_that_others_refer_to_is_not_replaced_where_foreign_keys_are_enforced(
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    engine, _ = await open_bookshop()

    def replace(connection: Connection) -> None:
        with Operations(MigrationContext.configure(connection)).batch_alter_table("users") as users:
            users.alter_column("full_name", nullable=True)

    async with engine.connect() as connection:
        with pytest.raises(exc.IntegrityError, match="FOREIGN KEY"):
            await connection.run_sync(replace)
    plain = create_async_engine(engine.url)
    async with plain.begin() as connection:
        await connection.run_sync(replace)
    await plain.dispose()


async def test_in_memory_sqlalchemy_takes_one_connection_for_all():
    assert isinstance(create_async_engine("sqlite+aiosqlite:///:memory:").pool, StaticPool)


# a server of its own: its settings are changed


def code_of(problem: BaseException) -> str | None:
    """SQLAlchemy 2.0 hands on asyncpg's own error where there is no connection yet, and 2.1 wraps it."""
    return getattr(getattr(problem, "orig", problem), "sqlstate", None)


@pytest.fixture(scope="module")
def own_url() -> Iterator[str]:
    if postgres.find_binaries() is None:
        pytest.skip("no PostgreSQL on this machine")
    with project_folder():
        yield postgres.start()


async def test_no_such_database_and_a_wrong_password(own_url: str):
    url = server_url(own_url)
    for wrong, code in ((url.set(database="nowhere"), "3D000"), (url.set(password="wrong"), "28P01")):
        with pytest.raises((exc.DBAPIError, asyncpg.PostgresError)) as caught:
            async with create_async_engine(wrong).connect():
                pass
        assert code_of(caught.value) == code


async def test_beyond_max_connections_there_are_too_many_clients(own_url: str):
    connection = await asyncpg.connect(own_url)
    assert await connection.fetchval("SELECT boot_val FROM pg_settings WHERE name = 'max_connections'") == "100"
    await connection.execute("ALTER SYSTEM SET max_connections = 12")
    await connection.close()
    postgres.stop()
    engine = make_engine(server_url(postgres.start()), pool_size=20)
    held: list[AsyncConnection] = []

    async def hold_another() -> None:
        held.append(await engine.connect())
        await hold_another()

    with pytest.raises((exc.DBAPIError, asyncpg.PostgresError), match="sorry, too many clients already") as caught:
        await hold_another()
    assert code_of(caught.value) == "53300"
    assert 9 <= len(held) <= 12
    for each in held:
        await each.close()
    await engine.dispose()
