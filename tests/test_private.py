"""Where private names lead, which a class derived from a library's may name: no reading tells whose they are.

A submission walks from what its function is given, and from the modules it may import, along every attribute, key and
item, private ones too, that no list refuses.  Nothing is called on the way.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from variants import ROOT

WALK = """
import asyncio
import builtins
import contextvars
import sys
import threading
from collections import deque

import sqlalchemy

from workbook.bookshop import User

OURS = ("checker.", "workbook.trace", "workbook.cause", "workbook.events", "workbook.gate", "ex05_")
PLAIN = (str, int, float, bytes, bool, type(None))


async def users_with_orders(session, limit):
    from checker.wall.out_of_bounds import NAMES, is_out_of_bounds

    def named(it):
        names = type.__dir__(it) if isinstance(it, type) else object.__dir__(it)
        for name in names:
            if not (name.startswith("__") or name in NAMES or is_out_of_bounds(name, mine=True)):
                try:
                    yield builtins.getattr(it, name)
                except BaseException:
                    pass

    def next_to(it):
        if isinstance(it, dict):
            return [*list(it.values())[:300], *list(it)[:300]]
        if isinstance(it, list | tuple | set | frozenset | deque):
            return list(it)[:300]
        return it.values() if isinstance(it, contextvars.Context) else named(it)

    connection = await session.connection()
    begin = [session, connection, await connection.get_raw_connection(), session.bind, asyncio.get_running_loop()]
    begin += [asyncio.current_task(), contextvars.copy_context(), User, asyncio, sqlalchemy, threading, sys]
    seen, kept, found = set(map(id, begin)), list(begin), set()
    todo = deque(begin)
    while todo and len(seen) < 300_000:
        it = todo.popleft()
        where = str(builtins.getattr(it, "__module__", "") or type(it).__module__)
        if where.startswith(OURS):
            found.add(f"{where}:{type(it).__name__}")
        elif not isinstance(it, PLAIN):
            for each in next_to(it):
                if id(each) not in seen:
                    seen.add(id(each))
                    kept.append(each)
                    todo.append(each)
    raise RuntimeError(f"{len(seen)} things: {' '.join(sorted(found))}.")
"""
# a stream of text, a connection whose callback is taken, and functions that note or refuse something when called
KNOWN = {"checker.worker.output:Output", "checker.worker.driver:Counted"}
KNOWN |= {f"checker.worker.{name}:method" for name in ("leftovers", "resolving", "warned")}
KNOWN |= {f"checker.worker.{name}:function" for name in ("resolving", "watch", "worker")}


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="confinement is Linux's")
def test_private_names_lead_to_nothing_that_knows_what_has_happened(tmp_path: Path):
    handed_in, out = tmp_path / "in", tmp_path / "out"
    (handed_in / "walker").mkdir(parents=True)
    (handed_in / "walker" / "ex05_eager_loading.py").write_text(WALK)
    command = [
        sys.executable,
        "-m",
        "pytest",
        "checker",
        "-k",
        "ex05 and users_and_their_orders",
        "--time-limit",
        "100",
    ]
    command += ["--submissions", str(handed_in), "--report", str(out), "--database", "sqlite"]
    subprocess.run(command, cwd=ROOT, env=dict(os.environ), capture_output=True, timeout=300)
    results = json.loads((out / "learners" / "walker" / "result.json").read_text(encoding="utf-8"))["results"]
    [message] = [it["message"] for it in results if it["check"] == "test_users_and_their_orders"]
    told = re.search(r"RuntimeError: (\d+) things: (.*)\.", message)
    assert told, message
    assert int(told[1]) > 50_000
    assert set(told[2].split()) <= KNOWN
