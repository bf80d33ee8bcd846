"""The usual causes: each exception is provoked for real behind the wall, and the sentence read as a learner would."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError
from variants import ROOT

from checker.telling.explain import sentence
from workbook.clues.reading import read
from workbook.clues.statements import has_quoted_parameter
from workbook.errors import as_markdown
from workbook.events import Trace
from workbook.known.clinic import CLINIC

CHECK = "checker/test_ex00_start_here.py::test_the_cheapest_title"
HEAD = """\
import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pydantic import BaseModel, ConfigDict
from sqlalchemy import func, insert, select, text, update
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine
from sqlalchemy.orm import defer, joinedload, lazyload, load_only, selectinload
from workbook.bookshop import Book, Order, OrderLine, Profile, User


async def someone(session):
    user = User(email="ana@example.org", full_name="Ana")
    user.orders = [Order(lines=[]), Order(lines=[])]
    session.add(user)
    await session.commit()
    return select(User).where(User.email == "ana@example.org").execution_options(populate_existing=True)


"""
LAZILY = "user = await session.scalar((await someone(session)).options(lazyload(User.orders)))"

# name: (the body of greeting(session), or of the function it gives; words that the learner must read)
PROVOKED = {
    "a relationship, read lazily": (f"{LAZILY}\nreturn len(user.orders)", ["User.orders", "selectinload(User.orders)"]),
    "a single object, read lazily": (
        "await someone(session)\nsession.expunge_all()\n"
        "order = await session.scalar(select(Order).options(lazyload(Order.user)))\nreturn order.user.email",
        ["Order.user", "joinedload(Order.user)"],
    ),
    "in a comprehension": (
        f"{LAZILY}\nreturn [order for each in [user] for order in each.orders]",
        ["selectinload(User.orders)"],
    ),
    "a column after a rollback": (
        f"{LAZILY}\nawait session.rollback()\nreturn user.email",
        ["User.email had expired", "session.refresh"],
    ),
    "a column after a commit": (
        f"session.sync_session.expire_on_commit = True\n{LAZILY}\nawait session.commit()\nreturn user.full_name",
        ["User.full_name had expired", "expire_on_commit=False"],
    ),
    "a relationship after a rollback": (
        f"{LAZILY}\nawait session.rollback()\nreturn len(user.orders)",
        ["selectinload(User.orders)"],
    ),
    "a column left out": (
        "query = (await someone(session)).options(load_only(User.email))\nsession.expunge_all()\n"
        "user = await session.scalar(query)\nreturn user.full_name",
        ["User.full_name was left out", "undefer(User.full_name)"],
    ),
    "plain code that asks": (
        "return session.sync_session.scalar(select(Book.title))",
        ["cannot suspend", "run_sync"],
    ),
    "a schema that reads": (
        "class Shown(BaseModel):\n    model_config = ConfigDict(from_attributes=True)\n    orders: list\n"
        f"{LAZILY}\nreturn Shown.model_validate(user)",
        ["read orders", "selectinload()"],
    ),
    "lazy=raise": (
        "user = await session.scalar(await someone(session))\nsession.expunge_all()\nsession.add(user)\n"
        "session.expire(user, ['orders'])\nreturn len(user.orders)",
        ["User.orders was not loaded", "`.options(selectinload(User.orders))`"],
    ),
    "lazy=raise in a group": (
        "async def look():\n    user = await session.scalar(await someone(session))\n"
        "    session.expire(user, ['orders'])\n    return len(user.orders)\n"
        "async with asyncio.TaskGroup() as group:\n    group.create_task(look())",
        ["`.options(selectinload(User.orders))`"],
    ),
    "a relationship of a closed session": (
        f"{LAZILY}\nawait session.close()\nreturn len(user.orders)",
        ["User.orders was read after the session", "selectinload(User.orders)"],
    ),
    "a column of a closed session": (
        f"{LAZILY}\nawait session.rollback()\nawait session.close()\nreturn user.email",
        ["User.email had expired", "was closed before"],
    ),
    "an email taken": (
        "await someone(session)\nsession.add(User(email='ana@example.org', full_name='Other'))\nawait session.flush()",
        ["is there already", "session.rollback()", "begin_nested()"],
    ),
    "a user who is not there": (
        "session.add(Order(user_id=987654))\nawait session.commit()",
        ["refers to one that is not there", "session.rollback()"],
    ),
    "no name": (
        "session.add(User(email='new@example.org'))\nawait session.commit()",
        ["got none", "session.rollback()"],
    ),
    "a session after its error": (
        "await someone(session)\nsession.add(User(email='ana@example.org', full_name='Other'))\n"
        "try:\n    await session.flush()\nexcept Exception:\n    pass\nreturn await session.scalar(select(Book.title))",
        ["An earlier flush in this session had failed with ", "session.rollback()", "begin_nested()"],
    ),
    "a transaction already begun": (
        "title = await session.scalar(select(Book.title))\nasync with session.begin():\n    return title",
        ["a SELECT too", "here at ex00_start_here.py", "title = await session.scalar(select(Book.title))"],
    ),
    "a commit inside the block": (
        "await session.rollback()\nasync with session.begin():\n    await session.commit()\n"
        "    return await session.scalar(select(Book.title))",
        ["already ended by a commit or rollback inside"],
    ),
    "a cold session shared": (
        "return await asyncio.gather(*[session.scalar(select(Book.title)) for _ in range(3)])",
        ["Two tasks used one session"],
    ),
    "no await": (
        "return session.scalars(select(Book.title)).all()",
        ["AsyncSession.scalars() gave a coroutine", "`await` is missing"],
    ),
    "no await before a loop": (
        "return [book.title for book in session.scalars(select(Book))]",
        ["gave a coroutine", "`await` is missing"],
    ),
    "an await and no call": ("await session.commit", ["was not called", "`()` is missing"]),
    "an await too many": ("await session.add(Book())", ["plain value", "leave the `await` out"]),
    "joined and not unique": (
        "query = (await someone(session)).options(joinedload(User.orders))\n"
        "return (await session.scalars(query)).all()",
        ["`.unique()`", "selectinload()"],
    ),
    "a dict of a result": (
        "return dict(await session.execute(select(Book.title, Book.price)))",
        ["dict(result.all())"],
    ),
    # what needs more than a session
    "tables made without a connection": (
        "engine:\nUser.metadata.create_all(engine)",
        ["await connection.run_sync(Base.metadata.create_all)"],
    ),
    "a context manager without a yield": (
        "from contextlib import asynccontextmanager\n@asynccontextmanager\nasync def opened():\n    return 1\n"
        "async with opened():\n    pass",
        ["needs a `yield`"],
    ),
    "an empty pool": (
        "engine:\npool = create_async_engine(engine.url, pool_size=1, max_overflow=0, pool_timeout=0.2)\n"
        "async with pool.connect() as first:\n    await first.execute(text('SELECT 1'))\n"
        "    async with pool.connect() as second:\n        await second.execute(text('SELECT 2'))",
        ["Every connection of the pool was out", "async with pool.connect() as first:", "`async with`"],
    ),
    "a URL as a hosting service prints it": (
        "create_async_engine('postgres://ana@shop/books')",
        ["`postgres` is one", "postgresql+asyncpg"],
    ),
    "a URL without a driver": (
        "create_async_engine('postgresql://ana@shop/books')",
        ["names a database and no driver", "do not install it"],
    ),
    "a URL of SQLite without a driver": (
        "create_async_engine('sqlite:///books.db')",
        ["not asynchronous", "sqlite+aiosqlite"],
    ),
    "sslmode": (
        "engine:\nwith_mode = create_async_engine('postgresql+asyncpg://ana@shop/books?sslmode=require')\n"
        "async with with_mode.connect():\n    pass",
        ["does not know `sslmode`", "ssl=require"],
    ),
    "a connection that was lost": (
        "engine:\nasync with engine.connect() as connection:\n"
        "    driver = (await connection.get_raw_connection()).driver_connection\n"
        "    await driver.close()\n    await connection.execute(text('SELECT 1'))",
        ["The connection was lost", "`pool_pre_ping=True`"],
    ),
}
ONLY = {
    "sqlite": {
        "the database is locked": (
            "make_session:\nasync with make_session() as ours, make_session() as theirs:\n"
            "    await theirs.execute(text('PRAGMA busy_timeout = 100'))\n"
            "    ours.add(User(email='a@example.org', full_name='A'))\n    await ours.flush()\n"
            "    theirs.add(User(email='b@example.org', full_name='B'))\n    await theirs.commit()",
            ["one transaction writes at a time", "`await ours.flush()`", "commit or roll back there"],
        ),
    },
    "postgres": {
        "an aborted transaction": (
            "try:\n    await session.execute(text('SELECT nonsense'))\nexcept Exception:\n    pass\n"
            "return await session.scalar(select(Book.title))",
            ["An earlier statement of this transaction had failed", "SELECT nonsense", "begin_nested()"],
        ),
        "a deadlock": (
            "make_session:\nbooks = [Book(isbn=isbn, title='One', price=1, stock=1) for isbn in ('1', '2')]\n"
            "async with make_session.begin() as session:\n    session.add_all(books)\n"
            "async def take(isbns):\n    async with make_session.begin() as session:\n        for isbn in isbns:\n"
            "            await session.execute(select(Book).where(Book.isbn == isbn).with_for_update())\n"
            "            await asyncio.sleep(0.1)\n"
            "await asyncio.gather(take(['1', '2']), take(['2', '1']))",
            ["each held a row that the other wanted", "in one order everywhere", "no OperationalError"],
        ),
        "a row that is locked": (
            "make_session:\nasync with make_session.begin() as session:\n"
            "    session.add(Book(isbn='1', title='One', price=1, stock=1))\n"
            "async with make_session() as ours, make_session() as theirs:\n"
            "    await ours.execute(select(Book).with_for_update())\n"
            "    await theirs.execute(select(Book).with_for_update(nowait=True))",
            ["A row is locked by another transaction", "a little later"],
        ),
        "a change that isolation forbids": (
            "make_session:\nasync with make_session.begin() as session:\n"
            "    session.add(Book(isbn='1', title='One', price=1, stock=1))\n"
            "async with make_session() as ours, make_session() as theirs:\n"
            "    await ours.connection(execution_options={'isolation_level': 'REPEATABLE READ'})\n"
            "    book = await ours.scalar(select(Book))\n    (await theirs.scalar(select(Book))).stock = 2\n"
            "    await theirs.commit()\n    book.stock = 3\n    await ours.commit()",
            ["Somebody else has changed", "from its first SELECT"],
        ),
        "a statement that takes too long": (
            "await session.execute(text(\"SET statement_timeout = '50ms'\"))\n"
            "await session.execute(text('SELECT pg_sleep(5)'))",
            ["longer than the server's `statement_timeout`", "takes as long"],
        ),
        "a connection shared": (
            "engine:\nasync with engine.connect() as connection:\n"
            "    driver = (await connection.get_raw_connection()).driver_connection\n"
            "    await asyncio.gather(driver.fetch('SELECT 1'), driver.fetch('SELECT 2'))",
            ["Two tasks used one session, or one connection"],
        ),
        "a COPY of dicts": (
            "engine:\nasync with engine.connect() as connection:\n"
            "    driver = (await connection.get_raw_connection()).driver_connection\n"
            "    row = {'isbn': '1', 'title': 'One', 'price': 1, 'stock': 1}\n"
            "    await driver.copy_records_to_table('books', records=[row], columns=list(row))",
            ["asyncpg takes each record as a tuple"],
        ),
        "an engine in two loops": (
            "engine:\ndef elsewhere():\n    async def ask():\n        async with engine.connect() as connection:\n"
            "            await connection.execute(text('SELECT 1'))\n    asyncio.run(ask())\n"
            "async with engine.connect() as connection:\n    await connection.execute(text('SELECT 1'))\n"
            # the first loop waits meanwhile: two that turn at once can crash asyncpg
            "ThreadPoolExecutor().submit(elsewhere).result()",
            ["the event loop that opened it"],
        ),
    },
}


def submission(body: str) -> str:
    wanted = "session"
    if body.partition(":\n")[0] in ("engine", "make_session"):
        wanted, _, body = body.partition(":\n")
    return f"{HEAD}async def greeting({wanted}):\n{textwrap.indent(body, '    ')}\n"


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def told(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[dict, list]]:
    """What a learner is told about each of them, and the words to be found there: one run of the checker."""
    provoked = PROVOKED | ONLY[request.param]
    return graded(provoked, request.param, tmp_path_factory.mktemp("explain"))


def graded(
    provoked: dict[str, tuple[str, list[str]]], database: str, folder: Path
) -> dict[str, tuple[dict, list[str]]]:
    """The checker's result of each body, and the words that its message must hold: one run for a class of them."""
    for name, (body, _) in provoked.items():
        (folder / "in" / name).mkdir(parents=True)
        (folder / "in" / name / "ex00_start_here.py").write_text(submission(body), encoding="utf-8")
    command = [sys.executable, "-m", "pytest", CHECK, "--submissions", str(folder / "in")]
    options = ["--report", str(folder / "out"), "--database", database]
    subprocess.run([*command, *options], cwd=ROOT, capture_output=True, timeout=600)
    found = {}
    for name, (_, words) in provoked.items():
        path: Path = folder / "out" / "learners" / name / "result.json"
        [found_result] = json.loads(path.read_text(encoding="utf-8"))["results"]
        found[name] = found_result, words
    return found


def test_every_cause_is_told_with_the_line(told: dict[str, tuple[dict, list]]):
    untold = []
    for name, (result, words) in told.items():
        message = result["message"]
        missing = [word for word in words if word not in message]
        if result["outcome"] != "raised" or not result["where"].startswith("ex00_start_here.py:") or missing:
            untold.append(f"{name}: {result['outcome']} at {result['where']}, without {missing}:\n{message}\n")
    assert not untold, "\n".join(untold)


def test_a_cause_is_one_sentence(told: dict[str, tuple[dict, list]]):
    for name, (result, _) in told.items():
        lines = [line for line in result["message"].splitlines() if "was never awaited" not in line]
        last = lines[-1]
        assert last.endswith("."), (name, last)
        assert not any(sign in last for sign in ("{", "  ", " ,", "``")), (name, last)


def test_clues_from_a_worker_are_text_and_nothing_else():
    for known in CLINIC:
        hostile = {"cause": known.name, "attribute": {"x": [1]}, "places": "x" * 10_000, "option": "{self.__class__}"}
        assert len(sentence(hostile)) < 1500
    assert sentence({"cause": ["no", "text"]}) == ""
    assert sentence({}) == ""


def test_the_lessons_table_says_what_the_checker_says():
    assert len({known.name for known in CLINIC}) == len(CLINIC)
    table = as_markdown().splitlines()[2:]
    assert not any(sign in row for row in table for sign in ("{", "}", "  ", " ,", "``", ". |"))
    for known, row in zip(CLINIC, table, strict=True):
        told = sentence({"cause": known.name})
        assert told.endswith(".")
        # what the table fills with a general word, the checker fills with the learner's own
        for words in re.split(r"{.*?}", f"{known.cause}: {known.cure}"):
            assert words in told, known.name
        error, cause, cure = row.strip("| ").split(" | ")
        assert error == f"`{known.error}`"
        assert (cause[0], cure[0]) == (cause[0].upper(), cure[0].upper())


def test_an_exception_that_cannot_be_read_has_no_clues():
    class Odd(Exception):
        def __str__(self):
            raise ValueError

    assert read(Odd(), Trace()) == {}


def test_what_a_learner_raises_by_hand_has_no_clues():
    for problem in (AttributeError("cents"), IntegrityError("create", {}, ValueError("email is taken: unique"))):
        with pytest.raises(type(problem)) as raised:
            raise problem
        assert read(raised.value, Trace()) == {}


@pytest.mark.parametrize(
    ("cause", "said"),
    {
        "too much await": ("object NoneType can't be used in 'await' expression", "'NoneType' object can't be awaited"),
        "not called": ("object method can't be used in 'await' expression", "'method' object can't be awaited"),
    }.items(),
)
def test_python_may_say_it_in_its_newer_words(cause: str, said: tuple[str, str]):
    assert [read(TypeError(words), Trace())["cause"] for words in said] == [cause] * 2


@pytest.mark.parametrize(
    ("sql", "quoted"),
    [
        ("SELECT id FROM books WHERE title = '$1'", True),
        ("SELECT id FROM books WHERE title LIKE '%?%'", True),
        ("SELECT id FROM books WHERE title = $1", False),
        ("SELECT id FROM books WHERE lower(title) LIKE '%' || lower($1::VARCHAR) || '%' ESCAPE '/'", False),
        ("SELECT id FROM books WHERE title = 'it''s' AND price = ?", False),
    ],
)
def test_a_parameter_inside_quotes_is_told_from_one_between_two_texts(sql: str, quoted: bool):
    assert has_quoted_parameter(sql) == quoted
