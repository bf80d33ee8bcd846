"""Roles that own one database and may do nothing else on the server: learners' code connects as such a one.

Each check has a role of its own, which goes with its database: whatever it has changed of itself goes with it too.
"""

from __future__ import annotations

import secrets
from contextlib import suppress
from typing import Any

import asyncpg
from sqlalchemy import URL

from workbook.postgres.problems import EXPLAINED, connect_options

LENT = "^workbook_[0-9a-f]{8}_(owner|learner[a-z0-9]*)$"
MOST_CONNECTIONS = 60  # of the judge and a worker together: others have checks too


class Roles:
    """One run's roles: `owner`, which nobody can connect as, owns the tables of every copy; the others are in it."""

    def __init__(self, run: str, superuser: bool):
        self.owner, self._run, self._superuser = f"{run}owner", run, superuser

    def of(self, database: str) -> str:
        """The name of the role for a database of this run."""
        return f"{self._run}learner{database.removeprefix(self._run)}"

    def made(self, name: str) -> tuple[str, str]:
        """A new password, and the commands that make a role with it."""
        password = secrets.token_urlsafe(18)
        commands = [
            f"CREATE ROLE {name} LOGIN PASSWORD '{password}' CONNECTION LIMIT {MOST_CONNECTIONS}",
            f"GRANT {self.owner} TO {name}",
        ]
        if self._superuser:
            commands.append(f"ALTER ROLE {name} SET temp_file_limit = '1GB'")
        else:  # a superuser is a member of every role; all others have to be, to give it what it is to own
            commands.append(f"GRANT {name} TO CURRENT_USER")
        return password, ";".join(commands)


async def make_roles(connection: Any, server: URL, run: str) -> Roles | None:
    """What makes the roles of a run, or None where that cannot be, and the code has to connect as we do.

    A superuser could switch off the server's counters, read other databases, and start programs; whoever made the
    databases could spoil those of the checks to come.  A server may let nobody in by password.
    """
    asked = "SELECT rolsuper, rolcreaterole FROM pg_roles WHERE rolname = current_user"
    superuser, may_make_roles = await connection.fetchrow(asked)
    if not (superuser or may_make_roles):
        return None
    roles = Roles(run, superuser)
    trial = roles.of(f"{run}trial")
    try:
        await connection.execute(f"CREATE ROLE {roles.owner} NOLOGIN")
        if not superuser:
            await connection.execute(f"GRANT {roles.owner} TO CURRENT_USER")
        password, commands = roles.made(trial)
        await connection.execute(commands)
        options = connect_options(server.set(username=trial, password=password))
        with suppress(asyncpg.InsufficientPrivilegeError):  # let in, if not into this database
            await (await asyncpg.connect(**options, timeout=5)).close()
        await drop_roles(connection, [trial])
    except EXPLAINED:
        await drop_roles(connection, [trial, roles.owner])
        return None
    return roles


async def drop_roles(connection: Any, names: list[str]) -> None:
    """Remove roles that own nothing any more; those that do stay."""
    for name in names:
        await connection.execute(
            f"DO $$ BEGIN DROP ROLE IF EXISTS {name};"
            " EXCEPTION WHEN dependent_objects_still_exist OR undefined_object THEN NULL; END $$"
        )
