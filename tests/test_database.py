"""The live database: what lessons and checks rely on, on SQLite and on PostgreSQL."""

from __future__ import annotations

import asyncio
import importlib.util
import os
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from private_server import ask, project_folder
from sqlalchemy import inspect, literal, select, update
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker

from workbook.bookshop import Base, Book, Order, User
from workbook.database import DatabaseProblem, FreshDatabases, make_engine, open_bookshop, server_url
from workbook.postgres import server as postgres
from workbook.trace import recording

needs_postgres = pytest.mark.skipif(postgres.find_binaries() is None, reason="no PostgreSQL on this machine")


@pytest.fixture(scope="module")
def private_url() -> Iterator[str]:
    with project_folder():
        yield postgres.start()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=needs_postgres)])
def server(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> str:
    """The URL of a server, as one would set DATABASE_URL; it is set."""
    if request.param == "sqlite":
        url = "sqlite"
        monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
        monkeypatch.setenv("TMPDIR", str(tmp_path))
    else:
        url = request.getfixturevalue("private_url")
    monkeypatch.setenv("DATABASE_URL", url)
    return url


@pytest.fixture
async def databases(server: str) -> AsyncIterator[FreshDatabases]:
    made = FreshDatabases(server_url())
    yield made
    await made.close()


@pytest.fixture
async def engine(databases: FreshDatabases) -> AsyncIterator[AsyncEngine]:
    """An engine on a fresh database with one book, of which there are three copies."""
    async with databases.fresh() as url:
        made = make_engine(url)
        async with AsyncSession(made) as session, session.begin():
            session.add(Book(isbn="1", title="Kindred", price=1299, stock=3))
        yield made
        await made.dispose()


@pytest.fixture
def make_session(engine: AsyncEngine) -> async_sessionmaker[AsyncSession]:
    return async_sessionmaker(engine, expire_on_commit=False)


stock = select(Book.stock).where(Book.title == "Kindred")
sell_one = update(Book).where(Book.title == "Kindred").values(stock=Book.stock - 1)


def user(name: str) -> User:
    return User(email=f"{name}@example.org", full_name=name)


async def names(make_session: async_sessionmaker[AsyncSession]) -> list[str]:
    async with make_session() as session:
        return list(await session.scalars(select(User.full_name).order_by(User.full_name)))


async def test_what_is_not_committed_nobody_else_sees(make_session):
    async with make_session() as ours, make_session() as theirs:
        await ours.execute(sell_one)
        assert await ours.scalar(stock) == 2
        assert await theirs.scalar(stock) == 3


async def test_an_open_session_sees_the_newest_commit(make_session):
    async with make_session() as ours, make_session() as theirs:
        assert await theirs.scalar(stock) == 3
        await ours.execute(sell_one)
        await ours.commit()
        assert await theirs.scalar(stock) == 2
        await theirs.execute(sell_one)  # and having read does not keep it from writing
        await theirs.commit()
        assert await ours.scalar(stock) == 1


async def test_a_savepoint_takes_back_its_own_part_only(make_session):
    async with make_session() as session:
        session.add(user("Ana"))
        savepoint = await session.begin_nested()
        session.add(user("Ben"))
        await session.flush()
        await savepoint.rollback()
        await session.commit()
    assert await names(make_session) == ["Ana"]


async def test_a_rollback_takes_back_a_released_savepoint_too(make_session):
    async with make_session() as session:
        async with session.begin_nested():  # nothing before it: here Python's driver alone would begin nothing
            session.add(user("Ana"))
        await session.rollback()
    assert await names(make_session) == []


async def test_a_test_can_run_in_one_transaction_and_leave_nothing(engine, make_session):
    async with engine.connect() as connection:
        outer = await connection.begin()
        bound = async_sessionmaker(bind=connection, join_transaction_mode="create_savepoint")
        for name in ("Ana", "Ben"):
            async with bound() as session:
                session.add(user(name))
                await session.commit()
        async with bound() as session:
            assert await session.scalar(select(User.full_name).where(User.full_name == "Ben")) == "Ben"
        await outer.rollback()
    assert await names(make_session) == []


async def test_tables_belong_to_the_transaction_as_well(engine):
    async with engine.connect() as connection:
        await connection.run_sync(Base.metadata.drop_all)
        await connection.rollback()
    async with engine.connect() as connection:
        assert await connection.scalar(stock) == 3


async def test_an_update_behind_a_with_is_rolled_back(make_session):
    titles = select(literal("Kindred").label("title")).cte("titles")
    async with make_session() as session:
        await session.execute(
            update(Book).where(Book.title.in_(select(titles.c.title))).values(stock=0).add_cte(titles),
            execution_options={"synchronize_session": False},
        )
        await session.rollback()
        assert await session.scalar(stock) == 3


async def test_autocommit_commits_every_statement(engine):
    async with engine.connect() as connection:
        await connection.execution_options(isolation_level="AUTOCOMMIT")
        await connection.execute(sell_one)
        await connection.rollback()
        assert await connection.scalar(stock) == 2


async def test_foreign_keys_are_enforced(make_session):
    async with make_session() as session:
        session.add(Order(user_id=77))
        with pytest.raises(IntegrityError):
            await session.flush()


async def test_writers_at_the_same_time_wait_for_each_other(make_session):
    async def sell(nested: bool) -> None:
        async with make_session() as session:
            await session.scalar(stock)
            if nested:
                async with session.begin_nested():
                    await session.scalar(stock)
                    await session.execute(sell_one)
            else:
                await session.execute(sell_one)
            await asyncio.sleep(0.05)
            await session.commit()

    await asyncio.gather(sell(False), sell(True), sell(True))
    async with make_session() as session:
        assert await session.scalar(stock) == 0


async def test_a_lock_that_is_never_released_is_an_error_of_sqlalchemy(databases):
    if databases.server.get_backend_name() != "sqlite":
        pytest.skip("PostgreSQL waits without end, unless lock_timeout is set")
    async with databases.fresh() as url:
        engine = make_engine(url, connect_args={"timeout": 0.05})
        async with AsyncSession(engine) as ours, AsyncSession(engine) as theirs:
            ours.add(user("Ana"))
            await ours.flush()
            await theirs.begin_nested()
            with pytest.raises(OperationalError, match="database is locked"):
                await theirs.scalar(stock)
        await engine.dispose()


async def test_the_trace_shows_no_begin_that_nobody_wrote(make_session):
    with recording() as trace:
        async with make_session.begin() as session, session.begin_nested():
            session.add(user("Ana"))
    assert "BEGIN" not in {statement.sql.split()[0] for statement in trace.statements()}
    assert len(trace.statements("INSERT")) == 1
    assert [event.kind for event in trace.of("begin", "savepoint", "release", "commit")] == [
        "begin",
        "savepoint",
        "release",
        "commit",
    ]


async def test_a_fresh_database_has_tables_and_no_rows(databases):
    async with databases.fresh() as url:
        assert await tables_of(url) == sorted(Base.metadata.tables)
        engine = make_engine(url)
        async with engine.connect() as connection:
            for table in Base.metadata.sorted_tables:
                assert (await connection.execute(select(table))).all() == []
        await engine.dispose()


async def test_an_empty_database_has_no_tables(databases):
    async with databases.fresh(empty=True) as url:
        assert await tables_of(url) == []


async def test_fresh_databases_are_separate(databases):
    async with databases.fresh() as one, databases.fresh() as other:
        engine = make_engine(one)
        async with AsyncSession(engine) as session, session.begin():
            session.add(user("Ana"))
        await engine.dispose()
        engine = make_engine(other)
        assert await names(async_sessionmaker(engine)) == []
        await engine.dispose()


async def test_many_at_once(databases):
    async def one() -> str:
        async with databases.fresh() as url:
            await tables_of(url)
            return str(url.database)

    assert len(set(await asyncio.gather(*(one() for _ in range(5))))) == 5


async def test_nothing_is_left(server):
    before = await everything(server)
    databases = FreshDatabases(server_url())
    async with databases.fresh() as url:
        engine = make_engine(url)
        connection = await engine.connect()  # still connected when the check has ended
        await connection.execute(sell_one)
    await databases.make()
    assert len(await everything(server)) > len(before)
    await databases.close()
    assert await everything(server) == before
    await connection.invalidate()
    await connection.close()
    await engine.dispose()


def test_one_loop_after_another_may_ask(server):
    databases = FreshDatabases(server_url())

    async def check() -> list[str]:
        async with databases.fresh() as url:
            return await tables_of(url)

    assert asyncio.run(check()) == asyncio.run(check()) == sorted(Base.metadata.tables)
    asyncio.run(databases.close())


CRASH = """
import asyncio, os, sys
import asyncpg
from workbook.database import FreshDatabases, server_url
from workbook.postgres.problems import connect_options

async def busy(url):
    connection = await asyncpg.connect(**connect_options(url))
    asyncio.create_task(connection.execute("DO $$ BEGIN LOOP PERFORM 1; END LOOP; END $$"))
    await asyncio.sleep(0.5)
    os._exit(1)

databases = FreshDatabases(server_url())
url = asyncio.run(databases.make())
print(url.database, flush=True)
if sys.argv[1] == "busy":
    asyncio.run(busy(databases.lent(url)))
if sys.argv[1] == "crash":
    os._exit(1)
sys.stdin.read()
"""


@needs_postgres
@pytest.mark.parametrize("how", ["crash", "busy"])
def test_what_a_crashed_run_left_is_removed_and_nothing_else(private_url, how: str):
    """Also where the server still works, without end, for code that has gone with the run."""

    async def another_run() -> None:
        databases = FreshDatabases(server_url(private_url))
        async with databases.fresh():
            pass
        await databases.close()

    def there() -> set[str]:
        return set(asyncio.run(everything(private_url)))

    environment = {**os.environ, "DATABASE_URL": private_url}
    command = [sys.executable, "-c", CRASH]
    asyncio.run(ask(private_url, "CREATE DATABASE workbook_of_mine"))
    with subprocess.Popen(
        [*command, "live"], env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as living:
        kept = living.stdout.readline().strip()
        ended = subprocess.run([*command, how], env=environment, stdout=subprocess.PIPE, text=True, check=False)
        left = ended.stdout.strip()
        assert {kept, left, "workbook_of_mine"} <= there()
        for _ in range(20):  # the server needs a moment to notice that a client has crashed
            asyncio.run(another_run())
            if left not in there():
                break
        assert left not in there()
        assert {kept, "workbook_of_mine"} <= there()
        living.stdin.close()
    assert kept not in there()
    asyncio.run(ask(private_url, "DROP DATABASE workbook_of_mine"))


def test_files_that_a_killed_run_left_are_removed_and_no_others(tmp_path):
    environment = {**os.environ, "DATABASE_URL": "sqlite", "TMPDIR": str(tmp_path)}
    command = [sys.executable, "-c", CRASH]
    (tmp_path / "workbook_of_mine").mkdir()

    def make_old(database: str) -> Path:
        folder = Path(database.strip()).parent.parent
        os.utime(folder, (0, 0))
        return folder

    with subprocess.Popen(
        [*command, "live"], env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as living:
        kept = make_old(living.stdout.readline())
        ended = subprocess.run([*command, "crash"], env=environment, stdout=subprocess.PIPE, text=True, check=False)
        left = make_old(ended.stdout)
        assert kept.exists()
        assert left.exists()
        another = subprocess.run([*command, "end"], env=environment, stdin=subprocess.DEVNULL, check=False)
        assert another.returncode == 0
        assert kept.exists()
        assert not left.exists()
        living.stdin.close()
    assert [path.name for path in tmp_path.iterdir()] == ["workbook_of_mine"]


@needs_postgres
async def test_a_restarted_server_is_found_again(private_url):
    databases = FreshDatabases(server_url(private_url))
    async with databases.fresh():
        pass
    postgres.stop()
    with pytest.raises(DatabaseProblem, match="postgres start"):
        await databases.make()
    postgres.start()
    async with databases.fresh() as url:
        assert await tables_of(url) == sorted(Base.metadata.tables)
    await databases.close()


async def test_a_lesson_opens_a_bookshop_with_the_same_rows_every_time(server):
    seen = []
    for _ in range(2):
        engine, make_session = await open_bookshop()
        async with make_session() as session:
            rows = await session.execute(select(Book.id, Book.title, Book.stock).order_by(Book.id))
            seen.append(rows.all())
            await session.execute(sell_one)
            await session.commit()
        await engine.dispose()
    assert seen[0] == seen[1]
    assert seen[0][0] == (1, "Kindred", 3)
    assert len(seen[0]) == 8


LESSON = """
import asyncio
from workbook.database import open_bookshop
print(asyncio.run(open_bookshop())[0].url.database)
"""


def test_a_lessons_database_is_gone_when_its_process_has_ended(server):
    before = asyncio.run(everything(server))
    ended = subprocess.run([sys.executable, "-c", LESSON], capture_output=True, text=True, check=True)
    assert "workbook_" in ended.stdout
    assert ended.stderr == ""
    assert asyncio.run(everything(server)) == before


@needs_postgres
async def test_the_database_that_the_url_names_is_left_alone(private_url, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", private_url)
    objects = "SELECT oid::text FROM pg_class UNION SELECT xmin::text FROM pg_namespace ORDER BY 1"
    before = await ask(private_url, objects)
    engine, _ = await open_bookshop()
    async with FreshDatabases(server_url()).fresh():
        assert await ask(private_url, objects) == before
    await engine.dispose()


@pytest.mark.parametrize("prefix", ["sqlite:///", "sqlite+aiosqlite:///"])
async def test_a_file_that_the_url_names_is_left_alone(prefix, tmp_path, monkeypatch):
    path = tmp_path / "shop.sqlite"
    with sqlite3.connect(path) as mine:
        mine.execute("CREATE TABLE books (mine)")
    mine.close()
    before, looked = path.read_bytes(), path.stat()
    monkeypatch.setenv("DATABASE_URL", f"{prefix}{path}")
    engine, _ = await open_bookshop()
    await engine.dispose()
    async with FreshDatabases(server_url()).fresh():
        pass
    assert path.read_bytes() == before
    assert path.stat().st_mtime_ns == looked.st_mtime_ns
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    "written",
    [
        "postgres://ana:s%40@db.example.org/shop",
        "postgresql://ana:s%40@db.example.org/shop",
        "postgresql+asyncpg://ana:s%40@db.example.org/shop",
        "postgresql+psycopg2://ana:s%40@db.example.org/shop",
    ],
)
def test_every_way_to_write_a_postgresql_url_is_understood(written):
    url = server_url(written)
    assert url.render_as_string(hide_password=False) == "postgresql+asyncpg://ana:s%40@db.example.org/shop"


def test_the_words_of_other_drivers_are_understood():
    assert server_url("postgres://db.example.org/shop?sslmode=require").query == {"ssl": "require"}


def test_without_a_word_it_is_sqlite(monkeypatch):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    assert str(server_url()) == "sqlite+aiosqlite://"


PROBLEMS = {
    "mysql://ana:secret@localhost/shop": "on SQLite and PostgreSQL, not on 'mysql': set DATABASE_URL to",
    "db.example.org ana secret": "is not a database's URL: write it as postgresql://",
    "postgresql://ana:secret@localhost:port/shop": "is not a database's URL: write it as postgresql://",
    "postgresql://ana:secret@127.0.0.1:1/shop": "No PostgreSQL server answers at 127.0.0.1:1: start one with",
    "postgresql://ana:secret@host.invalid/shop": "No PostgreSQL server answers at host.invalid:5432: start one with",
    "postgresql://ana:secret@/shop?host=/nowhere": "No PostgreSQL server answers at /nowhere: start one with",
    "postgresql://ana:secret@127.0.0.1/shop?colour=red": "cannot be used (unexpected keyword argument 'colour')",
}


@pytest.mark.parametrize("url", PROBLEMS)
async def test_a_url_that_cannot_work_is_told_in_a_sentence(url):
    with pytest.raises(DatabaseProblem) as problem:
        await FreshDatabases(server_url(url)).make()
    assert_sentence(str(problem.value), PROBLEMS[url])


@needs_postgres
@pytest.mark.parametrize(
    ("user_name", "password", "database", "sentence"),
    [
        ("postgres", "secret", "postgres", "refuses the user 'postgres': correct the user and the password"),
        ("nobody_here", "secret", "postgres", "refuses the user 'nobody_here': correct the user and the password"),
        ("postgres", None, "nothing_here", "has no database 'nothing_here': name one that exists"),
        ("small", "secret", "postgres", "'small' may not connect to the database 'postgres'"),
    ],
)
async def test_a_server_that_says_no_is_told_in_a_sentence(private_url, user_name, password, database, sentence):
    await ask(private_url, "DROP ROLE IF EXISTS small")
    await ask(private_url, "CREATE ROLE small LOGIN PASSWORD 'secret'")
    right = server_url(private_url)
    wrong = right.set(username=user_name, password=password or right.password, database=database)
    with pytest.raises(DatabaseProblem) as problem:
        await FreshDatabases(wrong).make()
    assert_sentence(str(problem.value), sentence)


def test_a_missing_driver_is_told_in_a_sentence(monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(DatabaseProblem) as problem:
        server_url("postgresql://localhost/shop")
    assert_sentence(str(problem.value), "asyncpg, which is not installed: run python3 -m pip install asyncpg")


def test_a_notebook_shows_the_sentence_and_no_traceback(capsys, monkeypatch):
    from IPython.core.interactiveshell import InteractiveShell

    monkeypatch.setenv("DATABASE_URL", "mysql://ana:secret@localhost/shop")
    InteractiveShell().run_cell("from workbook.database import open_bookshop\nawait open_bookshop()")
    shown = "".join(capsys.readouterr())
    assert "not on 'mysql'" in shown
    assert "Traceback" not in shown
    assert "address.py" not in shown


def test_importing_costs_little():
    code = "import sys, workbook.database; print(*sys.modules)"
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = {name.partition(".")[0] for name in ended.stdout.split()}
    assert not loaded & {"fastapi", "IPython", "ipykernel", "jupyter_client", "matplotlib", "asyncpg", "pytest"}


def assert_sentence(said: str, expected: str) -> None:
    assert expected in said
    assert "secret" not in said
    assert said.endswith(".")
    assert "\n" not in said


async def tables_of(url) -> list[str]:
    engine = make_engine(url)
    async with engine.connect() as connection:
        found = await connection.run_sync(lambda sync: inspect(sync).get_table_names())
    await engine.dispose()
    return sorted(found)


async def everything(server: str) -> list[str]:
    """The databases of a server, or the files in the temporary folder."""
    if server != "sqlite":
        return sorted(await ask(server, "SELECT datname FROM pg_database"))
    return sorted(name for _, _, names in os.walk(tempfile.gettempdir()) for name in names)
