"""SQLite's own count of statements: what it takes for one, and what SQLAlchemy did not send."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from asyncpg import cursor
from sqlalchemy import create_engine, text

from checker.worker.driver import COUNTED, Driver, count_cursors, first_word


@pytest.fixture
def driver() -> Iterator[Driver]:
    found = Driver()
    found.start()
    yield found
    found.stop()


@pytest.mark.parametrize(
    ("sql", "word"),
    [
        ("SELECT 1", "SELECT"),
        (" " * 500 + "select 1", "SELECT"),
        ("-- quietly\nSELECT 1", "SELECT"),
        ("/* a */ -- b\n (/* c\n */ SELECT 1)", "SELECT"),
        ("\ufeff SELECT 1", "SELECT"),
        ("-- TRIGGER of_books", ""),
        ("", ""),
        ("((", ""),
        ("/* never closed", ""),
    ],
)
def test_the_first_word_of_a_statement(sql: str, word: str):
    assert first_word(sql) == word


@pytest.mark.parametrize("in_trace", [True, False])
def test_what_the_trace_has_not_heard_of_is_hidden(in_trace: bool):
    driver = Driver(lambda context: in_trace)
    driver.start()
    try:
        with create_engine("sqlite://").connect() as connection:
            connection.execute(text("SELECT name FROM sqlite_master"))
            hidden = driver.hidden()
    finally:
        driver.stop()
    assert {verb: number for verb, (number, _) in hidden.items()} == ({} if in_trace else {"SELECT": 1})


@pytest.mark.parametrize("before", ["", " " * 500, "\ufeff", "-- quietly\n", "/* quietly */ ", f"/*{'x' * 9_000}*/"])
def test_what_goes_past_sqlalchemy_is_counted_however_it_begins(driver: Driver, before: str):
    with create_engine("sqlite://").begin() as connection:  # whose dialect takes sqlite3.dbapi2's connect
        connection.execute(text("CREATE TABLE books (id INTEGER)"))
        connection.execute(text("INSERT INTO books VALUES (:id)"), [{"id": 1}, {"id": 2}])
        connection.execute(text("SELECT * FROM books")).all()
        assert driver.hidden() == {}
        cursor = connection.connection.cursor()
        for _ in range(3):
            cursor.execute(f"{before}SELECT id FROM books")
    assert {verb: times for verb, (times, _) in driver.hidden().items()} == {"SELECT": 3}


def test_nobody_takes_away_what_sqlite_tells(driver: Driver):
    with create_engine("sqlite://").connect() as connection:
        raw = connection.connection.dbapi_connection
        raw.set_trace_callback(None)
        raw.execute("SELECT 1 FROM (SELECT 1)")
    assert [times for times, _ in driver.hidden().values()] == [1]


def test_a_connection_made_in_another_way_counts_for_itself(driver: Driver):
    sqlite3.connect(":memory:").close()
    with pytest.raises(sqlite3.OperationalError):
        sqlite3.connect("/no/such/folder/file")
    assert driver.hidden() == {}
    sqlite3.Connection(":memory:").close()
    assert list(driver.hidden()) == ["CONNECT"]
    driver.clear()
    assert driver.hidden() == {}


async def test_cursors_of_asyncpg_are_counted_when_they_begin(driver: Driver):
    async def begin(self: object, *args: object) -> str:
        return "begun"

    asks: Any = SimpleNamespace(_query="SELECT 1")
    with pytest.MonkeyPatch.context() as patch:
        for name in ("_bind", "_bind_exec"):
            patch.setattr(cursor.BaseCursor, name, begin)
        patch.delattr(cursor.BaseCursor, COUNTED)
        count_cursors()
        assert await cursor.BaseCursor._bind(asks, None) == "begun"
        assert await cursor.BaseCursor._bind_exec(asks, 5, None) == "begun"
    assert driver.hidden() == {"CURSOR": (2, "SELECT 1")}
    driver.clear()
    assert driver.hidden() == {}


@pytest.mark.parametrize(("sql", "times"), [("SELECT 1", 0), ("SELECT 1 IN books", 1), ("SELECT 1 in/**/books", 1)])
def test_a_select_counts_where_it_asks_a_table(driver: Driver, sql: str, times: int):
    with create_engine("sqlite://").begin() as connection:
        connection.execute(text("CREATE TABLE books (id INTEGER)"))
        connection.connection.cursor().execute(sql)
    assert sum(number for number, _ in driver.hidden().values()) == times
