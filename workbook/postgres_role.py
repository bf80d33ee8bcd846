"""A role that owns a run's databases and may do nothing else on the server: learners' code connects as this one."""

from __future__ import annotations

import secrets
from typing import Any

import asyncpg
from sqlalchemy import URL

from workbook.postgres_problems import EXPLAINED, connect_options

LENT = "^workbook_[0-9a-f]{8}_learner$"


async def make_role(connection: Any, server: URL, name: str) -> str:
    """Make a role and return its password; "" where that cannot be, and the code has to connect as we do.

    A superuser could switch off the server's counters, read other databases, and start programs.  Who is none needs no
    other role; and a server may let nobody in by password.
    """
    if not await connection.fetchval("SELECT rolsuper FROM pg_roles WHERE rolname = current_user"):
        return ""
    password = secrets.token_urlsafe(18)
    await connection.execute(f"CREATE ROLE {name} LOGIN PASSWORD '{password}'")
    try:
        options = connect_options(server.set(username=name, password=password))
        await (await asyncpg.connect(**options, timeout=5)).close()
    except EXPLAINED:
        await drop_roles(connection, [name])
        return ""
    return password


async def drop_roles(connection: Any, names: list[str]) -> None:
    """Remove roles that own nothing any more; those that do stay."""
    for name in names:
        await connection.execute(
            f"DO $$ BEGIN DROP ROLE IF EXISTS {name};"
            " EXCEPTION WHEN dependent_objects_still_exist OR undefined_object THEN NULL; END $$"
        )
