"""Fresh databases on SQLite: copies of a file, in a temporary folder."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from pathlib import Path

from sqlalchemy import create_engine
from sqlalchemy.engine import URL

from workbook.bookshop import Base
from workbook.files.own_folder import OwnFolder
from workbook.files.removing import remove


class Files:
    """Databases of SQLite: copies of a file with the tables in it."""

    apart = True  # a file each, in a folder each

    def __init__(self) -> None:
        self._own: OwnFolder | None = None

    async def make(self, empty: bool, folder: Path | None) -> URL:
        if self._own is None:
            self._own = OwnFolder()
            _make_templates(self._own.path)
        # a folder each: SQLite keeps its -wal and -shm files beside the database
        place = Path(tempfile.mkdtemp(prefix="", dir=folder or self._own.path)) / "shop.sqlite"
        shutil.copyfile(self._own.path / ("empty" if empty else "bookshop"), place)
        return URL.create("sqlite+aiosqlite", database=str(place))

    async def cut_off(self, url: URL) -> None:
        pass

    def lent(self, url: URL) -> URL:
        return url

    async def drop(self, url: URL) -> None:
        remove(Path(str(url.database)).parent)

    def close(self) -> None:
        if self._own is not None:
            self._own.close()
            self._own = None


def _make_templates(folder: Path) -> None:
    for name in ("empty", "bookshop"):
        # WAL: a reader never waits for a writer, nor a writer for a reader; the file remembers it
        connection = sqlite3.connect(folder / name)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.close()
    engine = create_engine(f"sqlite:///{folder / 'bookshop'}")
    Base.metadata.create_all(engine)
    engine.dispose()  # the last connection to go empties the WAL into the file, so that a copy is whole
