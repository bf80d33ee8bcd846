"""What a check calls another schema: whatever a table holds to, and not what its parts are called."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import URL, text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from checker.judge import schema
from workbook.address import server_url
from workbook.fresh.databases import FreshDatabases

BOTH = ("sqlite", "postgres")
PLAIN = "number INTEGER, moment TIMESTAMP, word VARCHAR(20)"
OTHER = {
    "a type": PLAIN.replace("INTEGER", "SMALLINT"),
    "a length": PLAIN.replace("20", "21"),
    "NOT NULL": PLAIN.replace("INTEGER", "INTEGER NOT NULL"),
    "a default": PLAIN.replace("INTEGER", "INTEGER DEFAULT 0"),
    "a primary key": PLAIN.replace("INTEGER", "INTEGER PRIMARY KEY"),
    "a unique constraint": f"{PLAIN}, UNIQUE (word)",
    "a check": f"{PLAIN}, CHECK (number > 0)",
    "a foreign key": f"{PLAIN}, FOREIGN KEY (number) REFERENCES there (id)",
    "what a foreign key does": f"{PLAIN}, FOREIGN KEY (number) REFERENCES there (id) ON DELETE CASCADE",
    "a time zone": PLAIN.replace("TIMESTAMP", "TIMESTAMP WITH TIME ZONE"),  # which SQLite has none of
}
INDEX, AGAIN = "CREATE INDEX one ON here (word)", "CREATE INDEX two ON here (word)"
INDEXED = {
    "an index": [INDEX],
    "the same index twice": [INDEX, AGAIN],
    "a unique index": [INDEX.replace("INDEX", "UNIQUE INDEX")],
    "an index of two columns": [INDEX.replace("word", "word, number")],
}
ALIKE = (PLAIN, "word VARCHAR(20), number INTEGER, moment TIMESTAMP")


async def read(server: URL, body: str, *more: str) -> schema.Schema:
    """The schema of a database in which a table has this body, after these statements."""
    databases = FreshDatabases(server)
    async with databases.fresh(empty=True) as url:
        engine = create_async_engine(url, poolclass=NullPool)
        async with engine.begin() as connection:
            for statement in ("CREATE TABLE there (id INTEGER PRIMARY KEY)", f"CREATE TABLE here ({body})", *more):
                await connection.execute(text(statement))
            found = await connection.run_sync(schema.read)
    await databases.close()
    return found


@pytest.mark.parametrize("database", BOTH)
def test_no_two_of_these_schemas_are_alike(database: str):
    async def read_all() -> dict[str, schema.Schema]:
        bodies = {"plain": [PLAIN]} | {name: [body] for name, body in OTHER.items()}
        bodies |= {name: [PLAIN, *more] for name, more in INDEXED.items()}
        if database == "sqlite":
            del bodies["a time zone"]
        return {name: await read(server_url(database), *parts) for name, parts in bodies.items()}

    found = asyncio.run(read_all())
    for name, one in found.items():
        assert [other for other, two in found.items() if not schema.differences(one, two)] == [name]


@pytest.mark.parametrize("database", BOTH)
def test_the_order_of_columns_is_no_difference(database: str):
    one, two = (asyncio.run(read(server_url(database), body)) for body in ALIKE)
    assert schema.differences(one, two) == []


def test_a_column_without_a_type_is_read():
    assert asyncio.run(read(server_url("sqlite"), "anything"))["here.anything"] == "NULL"
