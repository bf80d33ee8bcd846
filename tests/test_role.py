"""The role that a learner's code has on PostgreSQL: its own database, and nothing beside it."""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator
from contextlib import suppress

import asyncpg
import pytest
from sqlalchemy import URL

from workbook.address import server_url
from workbook.fresh.databases import FreshDatabases
from workbook.postgres.problems import connect_options


async def ask(url: URL, statement: str) -> list:
    connection = await asyncpg.connect(**connect_options(url))
    try:
        return [row[0] for row in await connection.fetch(statement)]
    finally:
        await connection.close()


@pytest.fixture
async def databases() -> AsyncIterator[FreshDatabases]:
    made = FreshDatabases(server_url("postgres"))
    yield made
    await made.close()


async def test_it_works_in_its_own_database(databases: FreshDatabases):
    async with databases.fresh() as url, databases.fresh(empty=True) as empty:
        row = "INSERT INTO books (isbn, title, price, stock) VALUES ('1', 'Kindred', 1, 1) RETURNING title"
        assert await ask(databases.lent(url), row) == ["Kindred"]
        assert await ask(databases.lent(empty), "CREATE TABLE mine (id INTEGER)") == []
        assert databases.apart


async def test_it_cannot_enter_the_template_the_next_database_or_another_runs(databases: FreshDatabases):
    other = FreshDatabases(databases.server)
    try:
        async with other.fresh() as theirs, databases.fresh() as url:
            mine = databases.lent(url)
            # beside these: the templates of both runs, and the database that is made for the next check of each
            every = await ask(mine, r"SELECT datname FROM pg_database WHERE datname LIKE 'workbook\_%'")
            run = str(url.database)[: len("workbook_12345678_")]
            assert {str(theirs.database), str(url.database)} <= set(every)
            assert len([name for name in every if name.startswith(run)]) >= 2
            for name in set(every) - {url.database}:
                with pytest.raises(asyncpg.PostgresError):
                    await ask(mine.set(database=name), "SELECT 1")
                with pytest.raises(asyncpg.PostgresError):
                    await ask(mine, f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
    finally:
        await other.close()


async def test_it_is_no_superuser_and_makes_nothing(databases: FreshDatabases):
    async with databases.fresh() as url:
        for forbidden in (
            "CREATE ROLE another",
            "CREATE DATABASE another",
            "COPY books TO '/tmp/books'",
            "SELECT pg_read_file('/etc/passwd')",
            "ALTER ROLE CURRENT_USER CONNECTION LIMIT -1",
            "SET temp_file_limit = -1",
        ):
            with pytest.raises(asyncpg.PostgresError):
                await ask(databases.lent(url), forbidden)


async def test_it_is_gone_with_the_databases(databases: FreshDatabases):
    async with databases.fresh() as url:
        name = databases.lent(url).username
    server = databases.server
    await databases.close()
    assert await ask(server, f"SELECT rolname FROM pg_roles WHERE rolname = '{name}'") == []


@pytest.mark.parametrize(("rights", "apart"), [("CREATEDB", False), ("CREATEDB CREATEROLE", True)])
async def test_who_may_make_no_role_lends_their_own_and_that_is_said(rights: str, apart: bool):
    server, name, password = server_url("postgres"), f"small_{secrets.token_hex(4)}", secrets.token_hex(8)
    await ask(server, f"CREATE ROLE {name} LOGIN PASSWORD '{password}' {rights}")
    await ask(server, f"GRANT CONNECT ON DATABASE {server.database} TO {name}")
    databases = FreshDatabases(server.set(username=name, password=password))
    try:
        async with databases.fresh() as url:
            assert databases.apart is apart
            assert (databases.lent(url).username == name) is not apart
            assert await ask(databases.lent(url), "SELECT count(*) FROM books") == [0]
    finally:
        await databases.close()
        await ask(server, f"REVOKE ALL ON DATABASE {server.database} FROM {name}")
        await ask(server, f"DROP ROLE {name}")


async def test_a_database_said_to_be_a_template_goes_all_the_same(databases: FreshDatabases):
    async with databases.fresh() as url, databases.fresh() as other:
        for each in (url, other):
            await ask(databases.lent(each), f"ALTER DATABASE {each.database} IS_TEMPLATE true")
    await databases.close()
    left = await ask(databases.server, "SELECT datname FROM pg_database UNION SELECT rolname FROM pg_roles")
    run = str(url.database)[: len("workbook_12345678_")]
    assert [name for name in left if name.startswith(run)] == []


async def test_what_it_changes_of_itself_ends_with_its_check(databases: FreshDatabases):
    setting = "SELECT setconfig::text FROM pg_db_role_setting s JOIN pg_roles r ON r.oid = s.setrole"
    setting += " WHERE rolname = current_user"
    async with databases.fresh() as url:
        before = await ask(databases.lent(url), setting)
        await ask(databases.lent(url), "ALTER ROLE CURRENT_USER SET default_transaction_isolation = serializable")
        await ask(databases.lent(url), "ALTER ROLE CURRENT_USER SET search_path = nowhere")
        settle = "ALTER ROLE CURRENT_USER IN DATABASE {} SET default_transaction_read_only = on"
        for name in await ask(
            databases.lent(url), "SELECT datname FROM pg_database WHERE datname <> current_database()"
        ):
            with suppress(asyncpg.PostgresError):
                await ask(databases.lent(url), settle.format(name))
        role = databases.lent(url).username
        await ask(databases.lent(url), "ALTER ROLE CURRENT_USER PASSWORD 'mine'")
    async with databases.fresh() as url:
        assert databases.lent(url).username != role
        assert await ask(databases.lent(url), "SHOW default_transaction_read_only") == ["off"]
        assert await ask(databases.lent(url), setting) == before
        assert await ask(databases.lent(url), "SHOW default_transaction_isolation") == ["read committed"]
