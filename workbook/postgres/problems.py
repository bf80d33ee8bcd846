"""What can be wrong with a PostgreSQL server or its URL, each in a sentence that says what to do."""

from __future__ import annotations

from typing import Any

import asyncpg
from sqlalchemy.engine import URL

from workbook.problems import START, DatabaseProblem

EXPLAINED = (OSError, TimeoutError, TypeError, ValueError, asyncpg.PostgresError, asyncpg.InterfaceError)
"""What `asyncpg` raises for a server or a URL that cannot be used."""


def where(url: URL) -> str:
    """The host and port of a PostgreSQL URL, for a message: never the password."""
    host = url.host or url.query.get("host") or "localhost"
    return f"{host}:{url.port or 5432}" if isinstance(host, str) and not host.startswith("/") else f"{host}"


def connect_options(url: URL) -> dict[str, Any]:
    """What `asyncpg.connect` wants for a URL, read as SQLAlchemy's engine reads it."""
    options = url.get_dialect()().create_connect_args(url)[1]
    return {name: value for name, value in options.items() if not name.startswith("prepared_statement")}


def explained(error: BaseException, server: URL) -> DatabaseProblem:
    """The sentence for one of `EXPLAINED`."""
    at, user, named = where(server), server.username, server.database
    if isinstance(error, asyncpg.InvalidAuthorizationSpecificationError):
        says = f"The server at {at} refuses the user {user!r}: correct the user and the password in DATABASE_URL."
    elif isinstance(error, asyncpg.InvalidCatalogNameError):
        says = (
            f"The server at {at} has no database {named!r}: "
            "name one that exists in DATABASE_URL (postgres is almost always there)."
        )
    elif isinstance(error, asyncpg.InsufficientPrivilegeError) and _came_at_the_door(error):
        says = (
            f"The user {user!r} may not connect to the database {named!r} at {at}: let an administrator run "
            f'GRANT CONNECT ON DATABASE "{named}" TO "{user}", or name another database in DATABASE_URL.'
        )
    elif isinstance(error, asyncpg.InsufficientPrivilegeError):
        says = (
            f"The user {user!r} may not create databases at {at}: let an administrator run "
            f'ALTER ROLE "{user}" CREATEDB, or use a server of your own ({START}).'
        )
    elif isinstance(error, asyncpg.TooManyConnectionsError):
        says = (
            f"The server at {at} has no connection left for {user!r}: shut down notebooks that use it and try again, "
            "or let an administrator raise its max_connections, or the CONNECTION LIMIT of the user."
        )
    elif isinstance(error, asyncpg.PostgresError):
        says = f"The server at {at} says {str(error).splitlines()[0]!r}: correct DATABASE_URL, or ask who runs it."
    elif isinstance(error, asyncpg.InterfaceError | TypeError | ValueError):
        reason = str(error).splitlines()[0].removeprefix("connect() got an ").rstrip(".")
        says = f"DATABASE_URL cannot be used ({reason}): write it as postgresql://user:password@host:5432/database."
    else:
        says = f"No PostgreSQL server answers at {at}: start one with {START}, or correct DATABASE_URL."
    return DatabaseProblem(says)


def _came_at_the_door(error: asyncpg.PostgresError) -> bool:
    """Whether the server refused the connection, and not a statement: what it says may be in any language."""
    return getattr(error, "severity_en", None) == "FATAL"
