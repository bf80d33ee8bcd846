"""A role that owns a run's databases and may do nothing else on the server: learners' code connects as this one."""

from __future__ import annotations

import secrets
from contextlib import suppress
from typing import Any

import asyncpg
from sqlalchemy import URL

from workbook.postgres_problems import EXPLAINED, connect_options

LENT = "^workbook_[0-9a-f]{8}_learner$"
MOST_CONNECTIONS = 60  # of the judge and a worker together: others have checks too


async def make_role(connection: Any, server: URL, name: str) -> str:
    """Make a role and return its password; "" where that cannot be, and the code has to connect as we do.

    A superuser could switch off the server's counters, read other databases, and start programs; whoever made the
    databases could spoil those of the checks to come.  A server may let nobody in by password.
    """
    asked = "SELECT rolsuper, rolcreaterole FROM pg_roles WHERE rolname = current_user"
    superuser, may_make_roles = await connection.fetchrow(asked)
    if not (superuser or may_make_roles):
        return ""
    password = secrets.token_urlsafe(18)
    try:
        await connection.execute(f"CREATE ROLE {name} LOGIN PASSWORD '{password}' CONNECTION LIMIT {MOST_CONNECTIONS}")
        # a superuser is a member of every role; who is none has to be, to give it what it is to own
        limits = f"ALTER ROLE {name} SET temp_file_limit = '1GB'" if superuser else f"GRANT {name} TO CURRENT_USER"
        await connection.execute(limits)
        options = connect_options(server.set(username=name, password=password))
        with suppress(asyncpg.InsufficientPrivilegeError):  # let in, if not into this database
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
