"""Clues to what was asked of a session, a connection or an engine, and is none of its methods."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncSession

Clues = dict[str, str]
BULK = {"bulk_insert_mappings": "insert", "bulk_update_mappings": "update", "bulk_save_objects": "add_all"}
STATEMENTS = {"select", "insert", "update", "delete"}
SAVES = {"save", "create", "persist", "store", "append", "put"}


def of_a_connected(owner: Any, name: str) -> Clues:
    """The clues that the owner and the name give; empty where they give none."""
    if isinstance(owner, AsyncSession):
        if name in BULK:
            return {"cause": "bulk"}
        return {"cause": "query"} if name == "query" else {"cause": "session lacks", **instead(name)}
    if isinstance(owner, AsyncEngine) and name in {"execute", "scalar", "scalars", "stream"}:
        return {"cause": "engine executes"}
    if isinstance(owner, AsyncEngine) and name == "close":
        return {"cause": "engine closed"}
    if isinstance(owner, AsyncEngine) and hasattr(AsyncConnection, name):
        return {"cause": "connection's own"}
    if isinstance(owner, AsyncConnection) and name.startswith("fetch"):
        return {"cause": "driver's own"}
    if isinstance(owner, AsyncConnection) and name in {"add", "add_all", "get", "flush", "refresh"}:
        return {"cause": "connection for session"}
    return {}


def instead(name: str) -> Clues:
    """What a session has where this was asked of it."""
    if name == "exec":
        return {"instead": "`exec` is SQLModel's, and here it is `await session.scalars(…)`"}
    if (
        hasattr(Select, name)
        and name not in STATEMENTS
        and not name.startswith(("fetch", "first", "all", "one", "get_"))
    ):
        return {
            "instead": f"`{name}(…)` belongs to a query, `select(Model).{name}(…)`, and that is sent by "
            "`await session.scalars(…)`"
        }
    if name in STATEMENTS:
        return {
            "instead": f"`{name}(…)` is a function of sqlalchemy, and what it makes is sent by "
            "`await session.execute(…)`; an object that was loaded is changed by setting its attributes"
        }
    if name in SAVES:
        return {"instead": "`session.add(…)` takes the object, and `await session.commit()` stores it"}
    if name.startswith(("fetch", "first", "all", "one", "get_")):
        return {
            "instead": "send the query, and take the rows from its result: "
            "`(await session.execute(…)).first()`, or `.all()`"
        }
    return {"instead": "it has `add`, `get`, `delete`, `execute`, `scalar`, `scalars`, `flush`, `commit`, `rollback`"}
