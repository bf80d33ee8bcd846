"""A role that owns a run's databases and may do nothing else on the server: learners' code connects as this one."""

from __future__ import annotations

import secrets
from contextlib import suppress
from typing import Any

import asyncpg
from sqlalchemy import URL

from workbook.postgres.problems import EXPLAINED, connect_options

LENT = "^workbook_[0-9a-f]{8}_learner$"
MOST_CONNECTIONS = 60  # of the judge and a worker together: others have checks too


async def make_role(connection: Any, server: URL, name: str) -> tuple[str, str]:
    """Make a role; its password, and the commands that make it what it was, for it may change its own settings.

    Both are "" where that cannot be, and the code has to connect as we do.

    A superuser could switch off the server's counters, read other databases, and start programs; whoever made the
    databases could spoil those of the checks to come.  A server may let nobody in by password.
    """
    asked = "SELECT rolsuper, rolcreaterole FROM pg_roles WHERE rolname = current_user"
    superuser, may_make_roles = await connection.fetchrow(asked)
    if not (superuser or may_make_roles):
        return "", ""
    password = secrets.token_urlsafe(18)
    try:
        await connection.execute(f"CREATE ROLE {name} LOGIN PASSWORD '{password}' CONNECTION LIMIT {MOST_CONNECTIONS}")
        if not superuser:  # who is a member of every role; all others have to be, to give it what it is to own
            await connection.execute(f"GRANT {name} TO CURRENT_USER")
        limit = f"ALTER ROLE {name} SET temp_file_limit = '1GB';" if superuser else ""
        again = f"ALTER ROLE {name} RESET ALL; ALTER ROLE {name} PASSWORD '{password}'; {limit}"
        await connection.execute(again)
        options = connect_options(server.set(username=name, password=password))
        with suppress(asyncpg.InsufficientPrivilegeError):  # let in, if not into this database
            await (await asyncpg.connect(**options, timeout=5)).close()
    except EXPLAINED:
        await drop_roles(connection, [name])
        return "", ""
    return password, again


async def drop_roles(connection: Any, names: list[str]) -> None:
    """Remove roles that own nothing any more; those that do stay."""
    for name in names:
        await connection.execute(
            f"DO $$ BEGIN DROP ROLE IF EXISTS {name};"
            " EXCEPTION WHEN dependent_objects_still_exist OR undefined_object THEN NULL; END $$"
        )
