"""The names of the functions by which SQLAlchemy sends a statement and takes its rows: who replaces one is first.

A class is reached by `type()` of any object of it, and what is put back in time nobody can notice.
"""

from __future__ import annotations

from types import FunctionType

from sqlalchemy.connectors.asyncio import (
    AsyncAdapt_dbapi_connection,
    AsyncAdapt_dbapi_cursor,
    AsyncAdapt_dbapi_ss_cursor,
)
from sqlalchemy.engine.default import DefaultDialect, DefaultExecutionContext

CLASSES = (
    *(DefaultDialect, DefaultExecutionContext),
    *(AsyncAdapt_dbapi_connection, AsyncAdapt_dbapi_cursor, AsyncAdapt_dbapi_ss_cursor),
)
OF_DOUBLES = {"commit", "rollback", "close"}  # a test may replace these of an object of its own, and they give no rows
METHODS = frozenset(
    name
    for kind in CLASSES
    for each in kind.__mro__
    for name, it in vars(each).items()
    if isinstance(it, FunctionType) and not name.startswith("__") and name not in OF_DOUBLES
)
