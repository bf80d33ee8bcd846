"""How fast the checker is: run by hand on a quiet machine, `python tests/bench/bench_checker.py [postgres]`.

Ratios within one run, medians of rounds in which every way runs once:

- `pytest checker -k ex01`, cold, against a process that only imports what a checker needs;
- what a check costs beyond the learner's own function: a check that does nothing but call a function that does nothing;
- the same checks by a resident judge (`workbook.learning.judge`), which `%check` and `watch` use, against the command;
- `%check 01` in a running notebook's kernel against `pytest checker -k ex01`.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from jupyter_client.manager import start_new_kernel

from workbook.learning.judge import Judge

ROOT = Path(__file__).parents[2]
ROUNDS = 7
IMPORTS = "import pytest, sqlalchemy.ext.asyncio, sqlalchemy.orm, aiosqlite, fastapi"
CHECKER = [sys.executable, "-m", "pytest", "checker", "-k", "ex01", f"--submission={ROOT / 'solutions'}"]


def seconds(command: list[str]) -> float:
    """How long a command takes that ends well."""
    began = time.perf_counter()
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return time.perf_counter() - began


def cold(database: str) -> None:
    """Print the ratio of `pytest checker -k ex01` to the imports alone."""
    imports, checks = [], []
    for _ in range(ROUNDS):
        imports.append(seconds([sys.executable, "-c", IMPORTS]))
        checks.append(seconds([*CHECKER, "--database", database]))
    ratio = statistics.median(check / only for check, only in zip(checks, imports, strict=True))
    print(f"imports alone: {statistics.median(imports):.2f} s; checker -k ex01: {statistics.median(checks):.2f} s")
    print(f"ratio: {ratio:.2f} (at most 2.5 is wanted on SQLite)")


def overhead(database: str) -> None:
    """Print what a check costs around a learner's function that does next to nothing."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "ex00_start_here.py").write_text("async def greeting(session):\n    return ''\n")
        results = Path(folder) / "results.json"
        node = "checker/test_ex00_start_here.py"
        command = [sys.executable, "-m", "pytest", node, f"--submission={folder}", "--database", database]
        taken = []
        for _ in range(ROUNDS):
            subprocess.run([*command, "--results", str(results)], cwd=ROOT, capture_output=True)
            # the first waits for the nursery's imports
            taken += [result["seconds"] for result in json.loads(results.read_text())["results"][1:]]
        print(f"a check around an empty function: {1000 * statistics.median(taken):.1f} ms (median of {len(taken)})")


def warm(database: str) -> None:
    """Print the ratio of lesson 01's checks, run by a resident judge, to `pytest checker -k ex01`."""
    judge = Judge(ROOT, dict(os.environ))
    own = ["checker/test_ex01_engine.py", f"--submission={ROOT / 'solutions'}", "--database", database]
    inside, outside = [], []
    with open(os.devnull, "wb") as nowhere:
        judge.start(own, nowhere.fileno()).wait()
        for _ in range(ROUNDS):
            began = time.perf_counter()
            if judge.start(own, nowhere.fileno()).wait() != 0:
                raise RuntimeError("the checks did not pass")
            inside.append(time.perf_counter() - began)
            outside.append(seconds([*CHECKER, "--database", database]))
    judge.close()
    ratio = statistics.median(here / there for here, there in zip(inside, outside, strict=True))
    print(f"warm: {statistics.median(inside):.2f} s; the command: {statistics.median(outside):.2f} s")
    print(f"ratio: {ratio:.2f} (at most 0.5 is wanted)")


def in_a_notebook() -> None:
    """Print the ratio of `%check 01` in a running kernel to the command."""
    manager, client = start_new_kernel(kernel_name="python3", cwd=str(ROOT / "notebooks"))
    try:
        client.execute_interactive("%load_ext workbook", output_hook=lambda _: None)
        client.execute_interactive("%check 01", output_hook=lambda _: None, timeout=120)
        magic, command = [], []
        for _ in range(ROUNDS):
            began = time.perf_counter()
            client.execute_interactive("%check 01", output_hook=lambda _: None, timeout=120)
            magic.append(time.perf_counter() - began)
            began = time.perf_counter()
            subprocess.run(CHECKER[:6], cwd=ROOT, capture_output=True)  # of the same exercises, whatever is in them
            command.append(time.perf_counter() - began)
        ratio = statistics.median(inside / outside for inside, outside in zip(magic, command, strict=True))
        print(f"%check 01: {statistics.median(magic):.2f} s; the command: {statistics.median(command):.2f} s")
        print(f"ratio: {ratio:.2f} (at most 0.5 is wanted)")
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


if __name__ == "__main__":
    chosen = sys.argv[1] if len(sys.argv) > 1 else "sqlite"
    cold(chosen)
    overhead(chosen)
    warm(chosen)
    in_a_notebook()
