"""A private PostgreSQL server of the tests' own, and how to speak to one."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import asyncpg

from workbook.postgres import place as postgres_place
from workbook.postgres import server as postgres


@contextmanager
def project_folder() -> Iterator[Path]:
    """A folder for a project, with a space and a letter that is not ASCII in its name; its server ends with it."""
    folder = Path(tempfile.mkdtemp(prefix="wörk book "))
    folder.chmod(0o755)  # as a project's folder is; otherwise the account that root uses may not enter
    with server_in(folder):
        try:
            yield folder
        finally:
            sockets = postgres_place.socket_folder(postgres_place.find_home())
            postgres.stop()
            shutil.rmtree(postgres_place.find_home(), ignore_errors=True)
            shutil.rmtree(folder)
            if sockets is not None:
                shutil.rmtree(sockets)


@contextmanager
def server_in(folder: Path) -> Iterator[None]:
    """Have workbook.postgres.server take `folder` for the project's."""
    before, postgres_place.ROOT = postgres_place.ROOT, folder
    try:
        yield
    finally:
        postgres_place.ROOT = before


async def ask(url: str, query: str, *values: Any) -> list[Any]:
    """The first column of a query's rows."""
    connection = await asyncpg.connect(url)
    try:
        return [row[0] for row in await connection.fetch(query, *values)]
    finally:
        await connection.close()
