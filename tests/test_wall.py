"""Submissions that are broken in every way one meets: the right outcome, a sentence that helps, nothing left behind."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from variants import ROOT

SOLUTION = (ROOT / "solutions" / "ex00_start_here.py").read_text(encoding="utf-8")
HEAD, BODY = SOLUTION.split("    return await")
RIGHT = "    return await" + BODY
CHECK = "checker/test_ex00_start_here.py::test_the_cheapest_title"
MARK = f"time.sleep({10**6 + os.getpid()})"  # what a process that should be gone can be found by

# name: (the file, the outcome of its checks, words that the learner must read)
BROKEN: dict[str, tuple[str | bytes | None, str, str]] = {
    "a syntax error": ("def greeting(:\n", "raised", "ex00_start_here.py:1"),
    "an empty file": ("", "not solved yet", "has no function greeting()"),
    "no file": (None, "not solved yet", "there is no ex00_start_here.py"),
    "no function": ("import os\n", "not solved yet", "has no function greeting()"),
    "no function but a value": ("greeting = 3\n", "wrong", "is no function but a value of type int"),
    "another signature": ("async def greeting(session, shop): ...\n", "wrong", "'shop'"),
    "not async": ('def greeting(session):\n    return "x"\n', "wrong", "must be `async def`"),
    "a coroutine returned": (
        f"{HEAD}    return session.scalar(select(Book.title))\n",
        "wrong",
        "an `await` is missing",
    ),
    "a coroutine used": (
        f"{HEAD}    return session.scalars(select(Book)).first()\n",
        "raised",
        "an `await` is missing",
    ),
    "a coroutine forgotten": (f"{HEAD}    session.commit()\n{RIGHT}", "wrong", "commit() was never awaited"),
    "sys.exit": (f"{HEAD}    import sys; sys.exit()\n", "raised", "SystemExit"),
    "sys.exit in a task": (
        f"{HEAD}    import asyncio, sys\n    async def leave(): sys.exit()\n"
        "    task = asyncio.create_task(leave())\n    await asyncio.sleep(1)\n",
        "raised",
        "SystemExit",
    ),
    "a crash": (f"{HEAD}    import ctypes; ctypes.string_at(0)\n", "raised", "crashed in compiled code"),
    "os._exit": (f"{HEAD}    import os; os._exit(0)\n", "raised", "came to its end"),
    "a BaseException": (f"{HEAD}    class End(BaseException): ...\n    raise End('of it')\n", "raised", "End: of it"),
    "an exception without a text": (
        f"{HEAD}    class Odd(Exception):\n        def __str__(self): raise ValueError\n    raise Odd\n",
        "raised",
        "Odd",
    ),
    "never returns": (
        f"{HEAD}    import asyncio\n    await asyncio.Event().wait()\n",
        "timed out",
        "await asyncio.Event()",
    ),
    "never awaits": (
        f"{HEAD}    while True: pass\n",
        "timed out",
        "the time was over, and the code stood at ex00_start_here.py:14: while True: pass",
    ),
    "prints and never returns": (
        f"{HEAD}    import asyncio\n    print('as far as here')\n    await asyncio.Event().wait()\n",
        "timed out",
        "as far as here",
    ),
    "blocks": (f"{HEAD}    import time\n    {MARK}\n", "timed out", f"ex00_start_here.py:15: {MARK}"),
    "holds the interpreter": (
        f"{HEAD}    import re; re.match('(a+)+$', 'a' * 60 + 'b')\n",
        "timed out",
        "the time was over, and the code could not be seen",
    ),
    "a slow import": (f"import time; {MARK}\n{SOLUTION}", "timed out", "ex00_start_here.py:1"),
    "a task left": (
        f"{HEAD}    import asyncio\n    async def later(): await asyncio.sleep(99)\n"
        f"    asyncio.create_task(later())\n{RIGHT}",
        "wrong",
        "a task was left running",
    ),
    "a connection left": (
        "from sqlalchemy import select\nfrom workbook.bookshop import Book\nkept = []\n"
        "async def greeting(make_session):\n"
        "    kept.append(make_session())\n    return await kept[-1].scalar(select(Book.title).order_by(Book.price))\n",
        "wrong",
        "a connection was never given back to the pool (ex00_start_here.py:6)",
    ),
    "not plain data": (f"{HEAD}    return object()\n", "wrong", "not plain data: a value of type object"),
    "a number of many digits": (f"{HEAD}    return 10 ** 100_000\n", "wrong", "cannot be sent"),
    "50 MB": (f"{HEAD}    return 'x' * 50_000_000\n", "wrong", "50 MB of data"),
    "nested without end": (f"{HEAD}    x = []\n    x.append(x)\n    return x\n", "wrong", "nested more than"),
    "binary garbage": (bytes(range(256)) * 20, "raised", "SyntaxError"),
    "kills the nursery": (
        f"{HEAD}    import os; os.kill(os.getppid(), 9)\n    os._exit(1)\n",
        "raised",
        "came to its end",
    ),
}
HARMLESS = {
    "prints 10 MB": f"{HEAD}    print('x' * 10_000_000)\n{RIGHT}",
    "leaves a thread": (
        f"{HEAD}    import threading, time\n    threading.Thread(target=lambda: {MARK}).start()\n{RIGHT}"
    ),
    "leaves a process": (
        f"{HEAD}    import contextlib, subprocess, sys\n    with contextlib.suppress(PermissionError):\n"
        f"        subprocess.Popen([sys.executable, '-c', 'import time; {MARK}'], start_new_session=True)\n{RIGHT}"
    ),
}


@pytest.fixture(scope="module", params=["fork", "spawn"])
def graded(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[dict]]:
    """What `pytest checker` says of all of them in one run, one after the other, the solution last."""
    folder = tmp_path_factory.mktemp("wall")
    files = {name: text for name, (text, _, _) in BROKEN.items()} | HARMLESS | {"~ the solution": SOLUTION}
    if request.param == "spawn":
        del files["kills the nursery"]  # there is none: the parent is the judge
    for name, text in files.items():
        (folder / "in" / name).mkdir(parents=True)
        if text is not None:
            data = text if isinstance(text, bytes) else text.encode()
            (folder / "in" / name / "ex00_start_here.py").write_bytes(data)
    command = [sys.executable, "-m", "pytest", CHECK, "--submissions", str(folder / "in")]
    options = ["--report", str(folder / "out"), "--time-limit", "1.5", "--start-method", request.param]
    subprocess.run([*command, *options], cwd=ROOT, capture_output=True, timeout=300)
    found = (folder / "out" / "learners").glob("*/result.json")
    return {path.parent.name: json.loads(path.read_text(encoding="utf-8"))["results"] for path in found}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_submission_is_told_as_what_it_is(graded, name: str):
    _, outcome, words = BROKEN[name]
    if name not in graded:
        pytest.skip("needs a nursery")
    for result in graded[name]:
        assert (result["outcome"], words in result["message"]) == (outcome, True), result["message"]


@pytest.mark.parametrize("name", [*HARMLESS, "~ the solution"])
def test_a_right_answer_stays_right_whatever_it_does_beside(graded, name: str):
    assert [result["outcome"] for result in graded[name]] == ["passed"] * len(graded["~ the solution"])


@pytest.mark.skipif(not Path("/proc").exists(), reason="looks for processes in /proc")
def test_no_process_outlives_the_run(graded):
    def alive() -> list[str]:
        found = []
        for path in Path("/proc").glob("[0-9]*/cmdline"):
            try:
                words = path.read_bytes().replace(b"\0", b" ").decode(errors="replace")
            except OSError:
                continue
            if MARK in words:
                found.append(words)
        return found

    for _ in range(50):
        if not alive():
            break
        time.sleep(0.1)
    assert alive() == []
