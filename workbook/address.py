"""Which server to use: DATABASE_URL or a word, made into a URL that an asynchronous engine accepts."""

from __future__ import annotations

import importlib.util
import os

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from workbook.problems import DatabaseProblem

WORDS = ("sqlite", "postgres", "postgresql")


def server_url(url: str | None = None) -> URL:
    """The server that lessons and checks use, as an asynchronous SQLAlchemy URL.

    `url` is "sqlite", "postgres" (or "postgresql") or a URL; without it DATABASE_URL says one of these, and without
    that it is SQLite.  "postgres" is DATABASE_URL where that names a PostgreSQL server, and else the private server,
    which is started if necessary.  Raise DatabaseProblem for a URL that cannot be used.

    For SQLite the answer names no file: every database is a new file in a temporary folder, so that a file named in
    DATABASE_URL is never opened.
    """
    wanted = url or os.environ.get("DATABASE_URL", "").strip() or "sqlite"
    if wanted in ("postgres", "postgresql"):
        wanted = _postgres()
    parsed = _parse("sqlite://" if wanted == "sqlite" else wanted)
    dialect = parsed.drivername.partition("+")[0]
    if dialect == "sqlite":
        return URL.create("sqlite+aiosqlite")
    if dialect not in ("postgres", "postgresql"):
        raise DatabaseProblem(
            f"The workbook runs on SQLite and PostgreSQL, not on {dialect!r}: "
            "set DATABASE_URL to postgresql://user:password@host/database, or unset it to use SQLite."
        )
    if importlib.util.find_spec("asyncpg") is None:
        raise DatabaseProblem(
            "PostgreSQL needs the driver asyncpg, which is not installed: "
            "run python3 -m pip install asyncpg, or unset DATABASE_URL to use SQLite."
        )
    return _for_asyncpg(parsed)


def _postgres() -> str:
    given = os.environ.get("DATABASE_URL", "").strip()
    if given not in ("", *WORDS) and _parse(given).drivername.startswith("postgres"):
        return given
    from workbook.postgres import server as postgres

    return postgres.start()


def _parse(text: str) -> URL:
    try:
        return make_url(text)
    except (ArgumentError, ValueError):  # ValueError: a port that is no number
        # the text may hold a password, so it is not repeated
        raise DatabaseProblem(
            "DATABASE_URL is not a database's URL: write it as postgresql://user:password@host:5432/database, "
            "or unset it to use SQLite."
        ) from None


def _for_asyncpg(url: URL) -> URL:
    # libpq and hosting services say sslmode, asyncpg says ssl
    query = {"ssl" if name == "sslmode" else name: value for name, value in url.query.items()}
    return url.set(drivername="postgresql+asyncpg", query=query)
