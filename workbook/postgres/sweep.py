"""Removes what a run that crashed has left on the server: its databases, and the role that owned them."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import asyncpg

from workbook.postgres.role import LENT, drop_roles

LOCKS = 0x626F6F6B  # the class of our advisory locks: "book"
END_SESSIONS = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1 AND usename ~ $2"
OURS = "^workbook_[0-9a-f]{8}_[a-z0-9]+$"


async def sweep(connection: Any) -> None:
    """Remove what belongs to runs of which none holds its advisory lock any more.

    Nobody's database is removed while it is in use, but for a session of the role that a check's code had: the code
    has gone with its run, and what the server still does for it may never end.
    """
    # the names first: whoever makes a database has taken its lock before
    left = await connection.fetch(
        "SELECT datname FROM pg_database d"
        " WHERE datname ~ $1 AND (pg_get_userbyid(datdba) = current_user OR pg_get_userbyid(datdba) ~ $2)"
        " AND NOT EXISTS (SELECT FROM pg_stat_activity WHERE datid = d.oid AND usename !~ $2)",
        OURS,
        LENT,
    )
    roles = await connection.fetch("SELECT rolname FROM pg_roles WHERE rolname ~ $1", LENT)
    held = await connection.fetch(
        f"SELECT objid::bigint FROM pg_locks WHERE locktype = 'advisory' AND classid = {LOCKS} AND objsubid = 2"
    )
    living = {number for (number,) in held}
    for (name,) in left:
        if int(name.split("_")[1], 16) not in living:
            with suppress(asyncpg.PostgresError):  # another run removes it too, or somebody has connected
                await connection.execute(END_SESSIONS, name, LENT)
                await drop_database(connection, name)
    dead = [name for (name,) in roles if int(name.split("_")[1], 16) not in living]
    with suppress(asyncpg.PostgresError):  # we may not, or another run removes them too
        await drop_roles(connection, dead)


async def drop_database(connection: Any, name: str, force: bool = False) -> None:
    """Remove a database if it is there, with `force` from under whoever is connected to it.

    Its owner, a check's code, may have said that it is a template, which nobody can drop.
    """
    command = f"DROP DATABASE IF EXISTS {name}" + " WITH (FORCE)" * force
    try:
        await connection.execute(command)
    except asyncpg.WrongObjectTypeError:
        await connection.execute(f"ALTER DATABASE {name} WITH IS_TEMPLATE false")
        await connection.execute(command)
