"""Runs pytest on the text of a test file, in a process of its own, as lesson 10 does to see what pytest says."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import tempfile
from pathlib import Path

IMPORTS = """\
from sqlalchemy import select
from workbook.bookshop import Book
from workbook.database import make_engine, open_bookshop
"""
PYTEST = ("-m", "pytest", "-q", "--color=no", "--disable-plugin-autoload", "-p", "pytest_asyncio.plugin")


async def run_pytest(text: str, loop: str = "function") -> str:
    """The last line of what pytest says of a file with these tests, less the time it took: "1 failed, 1 passed".

    `loop` says how many tests share an event loop: "function" gives each its own, "session" one to all.
    """
    return await asyncio.to_thread(_run, text, loop)


def _run(text: str, loop: str) -> str:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "test_it.py").write_text(f"{IMPORTS}\n{text}", encoding="utf-8")
        options = ("-o", "asyncio_mode=auto", "-o", f"asyncio_default_test_loop_scope={loop}")
        command = [sys.executable, *PYTEST, *options]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    return done.stdout.splitlines()[-1].split(" in ")[0]
