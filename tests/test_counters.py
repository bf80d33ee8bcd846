"""The statement budget's proof on PostgreSQL: what is hidden from the trace is found in the server's own counters."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from collections import Counter
from datetime import UTC, datetime
from decimal import Decimal
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import asyncpg
import pytest
from asyncpg import introspection
from sqlalchemy import make_url, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import create_async_engine
from variants import ROOT

from checker.judge.counters import MOST_ASKED, MOST_OPEN, Balance, Counters, begins, counts
from workbook.address import server_url
from workbook.events import Event
from workbook.fresh.databases import FreshDatabases
from workbook.trace import Counted, rows_in, texts_of

CHECKS = "ex05 and (two_statements_for_any_number_of_users or the_limit_is_the_databases)"
HEAD = (ROOT / "solutions" / "ex05_eager_loading.py").read_text(encoding="utf-8")
REACHING = "\n\nimport gc\n\nimport asyncpg\n"
TEXT = "\n\nfrom sqlalchemy import text\n"
FUNCTION = "\n\nasync def users_with_orders(session, limit):\n"
LOOP = """\
    users = list(await session.scalars(select(User).order_by(User.email).limit(limit)))
    for user in users:
        await session.refresh(user, ["orders"])
"""
WITHOUT_LISTENERS = """\
    recorder = next(it.recorder for it in gc.get_objects() if type(it).__name__ == "Calls")
    recorder.stop()
"""
HIDING = {
    "stops the recorder": WITHOUT_LISTENERS + LOOP + "    recorder.start()\n    return users\n",
    "empties the trace": WITHOUT_LISTENERS.replace("recorder.stop()", "pass")
    + LOOP
    + "    del recorder.trace.events[3:]\n    return users\n",
    "says one statement was many": WITHOUT_LISTENERS.replace("recorder.stop()", "pass")
    + LOOP
    + "    [event] = recorder.trace.statements()[:1]\n    event.times = event.rows = 1000\n"
    "    recorder.trace.events[:] = [event]\n    return users\n",
    "asks the driver": """\
    driver = (await (await session.connection()).get_raw_connection()).driver_connection
    users = list(await session.scalars(select(User).order_by(User.email).limit(limit)))
    for user in users:
        await driver.fetch("/* quietly */ SELECT * FROM orders WHERE user_id = $1", user.id)
    return users
""",
    "connects by itself": """\
    url = session.bind.url
    place = {"host": url.query.get("host") or url.host, "port": url.port, "database": url.database}
    connection = await asyncpg.connect(**place, user=url.username, password=url.password)
    users = list(await session.scalars(select(User).order_by(User.email).limit(limit)))
    for user in users:
        await connection.fetch("SELECT * FROM orders WHERE user_id = $1", user.id)
    await connection.close()
    return users
""",
}
ALL_ROWS = {
    "reads behind a WITH": """\
    driver = (await (await session.connection()).get_raw_connection()).driver_connection
    users = await driver.fetch("WITH all_of AS (SELECT * FROM users) SELECT * FROM all_of ORDER BY email")
    orders = await driver.fetch("WITH all_of AS (SELECT * FROM orders) SELECT * FROM all_of")
""",
    "reads what it updates": """\
    driver = (await (await session.connection()).get_raw_connection()).driver_connection
    users = await driver.fetch("UPDATE users SET email = email RETURNING *")
    orders = await driver.fetch("UPDATE orders SET user_id = user_id RETURNING *")
""",
    "packs them into one": """\
    every = "SELECT json_agg(row_to_json(it)) FROM {} it"
    users = await session.scalar(text(every.format("users")))
    orders = await session.scalar(text(every.format("orders")))
""",
    "packs them into wide rows": """\
    row = "SELECT " + ", ".join(f"(SELECT email FROM users ORDER BY id LIMIT 1 OFFSET {n})" for n in range(300))
    emails = list((await session.execute(text(row))).one())
    users = [{"id": 0, "email": email} for email in emails]
    orders = []
""",
    "has an error tell them": """\
    from sqlalchemy.exc import DBAPIError

    try:
        async with session.begin_nested():
            await session.execute(text("SELECT CAST((SELECT string_agg(email, '|') FROM users) AS int)"))
    except DBAPIError as problem:
        emails = str(problem.orig).split('"')[1].split("|")
    users = [{"id": 0, "email": email} for email in emails]
    orders = []
""",
    "packs them into short texts": """\
    part = "SELECT string_agg(email, ',') FROM (SELECT email FROM users ORDER BY id LIMIT 15 OFFSET {}) it"
    texts = [await session.scalar(text(part.format(n))) for n in range(0, 300, 15)]
    users = [{"id": 0, "email": email} for text in texts for email in text.split(",")]
    orders = []
""",
}
PICK = """\
    users = sorted(users, key=lambda user: user["email"])[:limit]
    its = {user["id"]: [{"id": it["id"]} for it in orders if it["user_id"] == user["id"]] for user in users}
    return [{"email": user["email"], "orders": its[user["id"]]} for user in users]
"""
ARRAY = """\
    from sqlalchemy import ARRAY, Integer, any_, bindparam
    from sqlalchemy.orm.attributes import set_committed_value

    users = list(await session.scalars(select(User).order_by(User.email).limit(limit)))
    ids = bindparam("ids", [user.id for user in users], type_=ARRAY(Integer))
    orders = list(await session.scalars(select(Order).where(Order.user_id == any_(ids)).order_by(Order.id)))
    for user in users:
        set_committed_value(user, "orders", [it for it in orders if it.user_id == user.id])
    return users
"""
STREAMING = """\
    users = [user async for user in await session.stream_scalars(select(User).order_by(User.email))][:limit]
    orders = (await session.scalars(select(Order).where(Order.user_id.in_([user.id for user in users])))).all()
    await session.commit()  # PostgreSQL does not count a cursor that a rollback ends
    return [{"email": user.email, "orders": [it for it in orders if it.user_id == user.id]} for user in users]
"""


PACKED = {
    "a list": ((["a"] * 30,), 31),
    "many columns": (tuple(range(50)), 21),
    "a long text": (("x" * 1000,), 21),
    "many short texts": (("x" * 500,) * 30, 301),
    "many short numbers": ((Decimal(10**49 - 1),) * 20, 20),
    "bytes": ((b"x" * 1000,), 21),
    "a number of a thousand digits": ((Decimal(10**999),), 21),
    "a record or a path of PostgreSQL's": ((tuple(range(30)),), 31),
}
PLAIN = [1, "Kindred", 2.5, None, True, Decimal("19.99"), datetime(2026, 3, 1, tzinfo=UTC), UUID(int=1), b"x"]


@pytest.mark.parametrize("name", PACKED)
def test_what_is_packed_into_a_row_counts_as_the_rows_it_holds(name: str):
    row, rows = PACKED[name]
    assert rows_in([row]) == rows


def test_what_an_error_tells_counts_as_rows():
    problem = asyncpg.InvalidTextRepresentationError.new({"M": "x" * 600, "D": "y" * 600, "s": "z" * 600, "C": "22P02"})
    assert rows_in([texts_of(problem)]) >= 1 + 3 * 12
    assert rows_in([texts_of(sqlite3.IntegrityError("UNIQUE constraint failed: users.email"))]) == 1


def test_a_row_of_plain_values_is_one():
    assert rows_in([tuple(PLAIN * 3)] * 3) == 3
    assert rows_in([(["a"] * 30,)] * 51) == 51


@pytest.mark.parametrize("how", ["fetchone", "fetchmany", "fetchall", "fetch", "fetchrow"])
async def test_what_a_stream_packs_into_a_row_counts_as_well(how: str):
    async def fetch(*size: int) -> Any:
        return row if how in ("fetchone", "fetchrow") else [row]

    row, happened = ("x" * 1000,), Event("statement", 0.0)
    fetch.__name__ = how
    cursor = Counted(SimpleNamespace(**{how: fetch, "description": "kept"}), happened)
    assert await getattr(cursor, how)() in (row, [row])
    assert (happened.fetched, cursor.description) == (21, "kept")


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, dict]]:
    """What the budget's checks say of each, by submission and check; "the solution" is among them."""
    folder = tmp_path_factory.mktemp("counters")
    packed = {name: body + PICK for name, body in ALL_ROWS.items()}
    for name, body in {
        **HIDING,
        **packed,
        "streams everything": STREAMING,
        "passes an array": ARRAY,
        "the solution": "",
    }.items():
        (folder / "in" / name).mkdir(parents=True)
        (folder / "in" / name / "ex05_eager_loading.py").write_text(
            HEAD + REACHING * (name in HIDING) + TEXT + (FUNCTION + body if body else "")
        )
    command = [sys.executable, "-m", "pytest", "checker", "-k", CHECKS, "--submissions", str(folder / "in")]
    # what the reading of the source refuses at once is to be found here too
    unread = {**os.environ, "PYTHONPATH": str(ROOT / "tests"), "PYTEST_PLUGINS": "unread"}
    command += ["--report", str(folder / "out"), "--database", "postgres"]
    subprocess.run(command, cwd=ROOT, env=unread, timeout=300)
    found = {}
    for path in (folder / "out" / "learners").glob("*/result.json"):
        results = json.loads(path.read_text(encoding="utf-8"))["results"]
        found[path.parent.name] = {result["check"]: result for result in results}
    return found


@pytest.mark.parametrize("name", HIDING)
def test_hidden_statements_are_found(told: dict[str, dict[str, dict]], name: str):
    result = told[name]["test_two_statements_for_any_number_of_users"]
    assert result["outcome"] == "wrong", result["message"]
    assert "expected at most 2 statements, saw" in result["message"]
    assert "The server counted:" in result["message"]
    assert "FROM orders" in result["message"]


@pytest.mark.parametrize("name", ALL_ROWS)
def test_rows_are_found_however_they_come(told: dict[str, dict[str, dict]], name: str):
    result = told[name]["test_the_limit_is_the_databases"]
    assert result["outcome"] == "wrong", result["message"]
    assert "rows" in result["message"]


def test_rows_of_a_stream_are_found(told: dict[str, dict[str, dict]]):
    result = told["streams everything"]["test_the_limit_is_the_databases"]
    assert result["outcome"] == "wrong", result["message"]
    assert "expected at most 12 rows to be fetched, saw 306" in result["message"]


@pytest.mark.parametrize("name", ["the solution", "passes an array"])
def test_this_hides_nothing(told: dict[str, dict[str, dict]], name: str):
    """Of an array's type the driver asks the server, in its own words."""
    assert {result["outcome"] for result in told[name].values()} == {"passed"}


@pytest.fixture
def bare_server() -> str:
    """The URL of a database on the private server in which nobody has created the extension."""
    return server_url("postgres").set(database="template1").render_as_string(hide_password=False)


def test_a_server_without_the_extension_is_told_once(bare_server: str):
    command = [sys.executable, "-m", "pytest", "checker", "-k", CHECKS, "--submission", str(ROOT / "solutions")]
    run = subprocess.run([*command, "--database", bare_server], cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert run.returncode == 0, run.stdout + run.stderr
    assert run.stdout.count("counted by the trace alone") == 1


def test_what_cannot_be_read_is_empty_and_says_why():
    counters = Counters(make_url("postgresql+asyncpg://nobody@127.0.0.1:1/nowhere"))
    assert counters.read("any") == {}
    assert counters.missing
    counters.close()


async def test_statements_are_read_for_one_database_only():
    server = server_url("postgres")
    engine, counters = create_async_engine(server), Counters(server)
    async with engine.connect() as connection:
        await connection.execute(text("SELECT 'for the counters' AS users"))
    await engine.dispose()
    mine = counters.read(str(server.database))
    assert any(sql.endswith("AS users") and calls >= 1 and rows >= 1 for sql, (calls, rows) in mine.items())
    assert counters.read("another") == {}
    counters.close()


def test_what_a_driver_asks_does_not_count():
    assert not counts("BEGIN ISOLATION LEVEL READ COMMITTED")
    assert not counts("ROLLBACK")
    assert not counts("select pg_catalog.version()")
    assert not counts("show standard_conforming_strings")
    assert counts("SELECT users.id FROM users")
    assert counts("SELECT 1 /* pg_catalog */ FROM orders")
    assert counts("SELECT count(*) FROM a_view")
    assert counts('SELECT * FROM U&"\\006frders" /* pg_catalog.pg_class */')
    assert counts("SELECT pg_catalog.query_to_xml($1, true, false, $2)")
    assert not counts("SELECT\n  current_setting($1) AS cur,\n  set_config($2, $3, $4) AS new")


def test_the_verb_is_found_behind_comments():
    assert begins("/* x */ -- y\n (SELECT 1)", "SELECT")
    assert begins("select 1", "SELECT")
    assert not begins("/* SELECT */ DELETE FROM users", "SELECT")
    assert begins("/* /* */ UPDATE */ SELECT 1", "SELECT")
    assert begins("/*" * 40 + "*/" * 40 + "SELECT 1", "SELECT")
    assert begins("SELECT 1 AS " + "/*" * 5_000, "SELECT")


def test_a_statement_counted_late_is_not_held_against_the_next_call():
    late, settled = Balance({}, Counter(SELECT=-1), -5), Balance({}, Counter(SELECT=0), 0)
    assert settled.since(late) == (0, 0)
    assert Balance({}, Counter(SELECT=3), 40).since(late) == (3, 40)


def test_what_never_ran_excuses_nothing_of_another_kind_and_little_of_its_own():
    before = Balance({}, Counter(UPDATE=-1_000, SELECT=-1_000), 0)
    assert Balance({}, Counter(UPDATE=-1_000, SELECT=-400), 0).since(before) == (600 - MOST_OPEN, 0)
    assert Balance({}, Counter(UPDATE=-2_000, SELECT=-900, WITH=7), 0).since(before) == (100 - MOST_OPEN + 7, 0)


async def test_the_workers_role_cannot_touch_the_counters():
    databases = FreshDatabases(server_url("postgres"))
    async with databases.fresh() as url:
        engine = create_async_engine(databases.lent(url))
        for forbidden in (
            "SET pg_stat_statements.track = 'none'",
            "SELECT pg_stat_statements_reset()",
            "COPY users TO PROGRAM 'true'",
            "CREATE DATABASE another",
        ):
            async with engine.connect() as connection:
                with pytest.raises(DBAPIError):
                    await connection.execute(text(forbidden))
        async with engine.begin() as connection:
            await connection.execute(text("ALTER TABLE users ADD COLUMN born DATE"))
            await connection.execute(text("CREATE TABLE mine (id INTEGER)"))
        await engine.dispose()
    await databases.close()


def test_what_a_driver_asks_by_names_that_can_lead_elsewhere_is_free_a_few_times():
    assert not counts(introspection.INTRO_LOOKUP_TYPES, MOST_ASKED)
    assert counts(introspection.INTRO_LOOKUP_TYPES, MOST_ASKED + 1)
    assert not counts(introspection.TYPE_BY_NAME, MOST_ASKED + 1)
