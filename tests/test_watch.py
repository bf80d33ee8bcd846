"""`watch`: what was saved is judged at once, first what was edited; keys; no terminal, no colours; `%watch` too."""

from __future__ import annotations

import os
import queue
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from jupyter_client.manager import start_new_kernel
from small_copy import CHECK, STEM, small_copy

from workbook.learning import watching
from workbook.learning.begin_again import remember_stubs
from workbook.learning.lessons import Lesson, lessons
from workbook.learning.progress import Progress
from workbook.learning.watch import Edits, mistake, parts, where_one_was
from workbook.learning.watching import Watcher

FAREWELL = CHECK.replace("greeting", "farewell").replace("import pytest\n", "")
STUB = "async def greeting():\n    raise NotImplementedError  # TODO\n"
BOTH = STUB + "\n\n" + STUB.replace("greeting", "farewell")
BEGUN = BOTH.replace("raise NotImplementedError  # TODO", "return 2", 1)
MENDED = BOTH.replace("raise NotImplementedError  # TODO", "return 1", 1)
SECONDS = 60


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A small copy with one lesson of two functions, both untouched."""
    root = small_copy(tmp_path / "copy", CHECK + FAREWELL)
    save(root, BOTH)
    return root


@pytest.fixture
def lesson(root: Path) -> Lesson:
    [only] = lessons(root)
    return only


def save(root: Path, text: str) -> None:
    """As an editor does, by a new file in place of the old one."""
    (root / "exercises" / "new~").write_text(text)
    (root / "exercises" / "new~").replace(root / "exercises" / f"{STEM}.py")


def test_what_was_edited_comes_first(root: Path, lesson: Lesson):
    edits = Edits(root)
    assert edits.since(lesson) == [], "nothing is known yet"
    save(root, BEGUN)
    assert edits.since(lesson) == ["greeting"]
    assert edits.since(lesson) == []
    save(root, BEGUN + "\n\ndef helper(): ...\n")
    assert edits.since(lesson) == [], "what else is in the file may matter to all"
    file = f"checker/test_{STEM}.py"
    assert parts(lesson, ["farewell"]) == [[f"{file}::test_farewell"], [f"{file}::test_greeting"]]
    assert parts(lesson, []) == parts(lesson, ["greeting", "farewell"]) == [[file]]


@pytest.mark.parametrize(
    "text", ["def f(:\n", "return 1\n", "x = (1,\n", "def f():\nreturn\n", "async def f(): await\n"]
)
def test_what_is_no_python_is_told_in_one_line(root: Path, lesson: Lesson, text: str):
    save(root, text)
    assert re.fullmatch(rf"{STEM}\.py, line \d: .+", mistake(root, lesson))
    save(root, "def f(): return '\\ ' is 1\n")
    assert mistake(root, lesson) == "", "a warning is none"


def test_it_starts_where_one_was(root: Path):
    later = root / "checker" / "test_ex01_later.py"
    later.write_text(CHECK)
    assert where_one_was(root).stem == STEM
    Progress(root).record([("ex01_later", "greeting", "test_greeting", "wrong")])
    assert where_one_was(root).stem == "ex01_later"
    Progress(root).record([("ex01_later", "greeting", "test_greeting", "passed")])
    (root / "exercises" / "ex01_later.py").write_text("async def greeting(): ...\n")
    assert where_one_was(root).stem == STEM


class Runs:
    """In place of a judge: notes what it is asked to run, and runs nothing."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def start(self, arguments: list[str], output: int) -> Runs:
        self.asked.append(" ".join(argument.rpartition("::")[2] for argument in arguments))
        return self

    def wait(self, timeout: float | None = None) -> int:
        return 0

    def signal(self, number: int) -> None:
        self.asked.append("a signal")


@pytest.fixture
def watcher(root: Path, lesson: Lesson, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Watcher:
    monkeypatch.setattr(watching, "Judge", lambda root, environment: Runs())
    return Watcher(root, lesson, has_keys=True)


def test_saves_while_it_runs_are_one_more_run(root: Path, watcher: Watcher):
    watcher._edits.since(watcher.lesson)
    watcher.judge()
    save(root, BEGUN)
    watcher.saved({STEM})
    save(root, MENDED)
    watcher.saved({STEM})
    for _ in range(3):
        watcher.ended()
    assert watcher._judge.asked == [f"checker/test_{STEM}.py", "test_greeting", "test_farewell"]  # type: ignore[attr-defined]
    assert watcher._run is None


def test_keys(root: Path, watcher: Watcher, capfd: pytest.CaptureFixture[str]):
    def press(key: str) -> str:
        watcher.press(key)
        return capfd.readouterr().out

    assert "Hint 1 of 2: it is taught in" in press("h")
    assert "00 Start here" in press("l")
    assert press("n") == "That was the last lesson.\n"
    assert press("p") == "This is the first lesson.\n"
    assert "Nothing is in work" in press("x")
    assert press("?").startswith("h hint")
    watcher.function = "greeting"
    assert "stub of greeting()?" in press("x")
    assert "Nothing was changed." in press("n"), "an n is an answer here"
    remember_stubs(root, lessons(root))
    save(root, BEGUN)
    assert "stub of greeting()?" in press("x")
    assert "begins again" in press("y")
    assert (root / "exercises" / f"{STEM}.py").read_text() == BOTH
    watcher.judge()
    press("r")
    assert watcher._judge.asked[-1] == "a signal", "what runs is stopped first"  # type: ignore[attr-defined]


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")
def test_in_a_terminal(root: Path):
    import pexpect

    command = ["-m", "workbook", "watch", "00"]
    child = pexpect.spawn(sys.executable, command, cwd=root, encoding="utf-8", timeout=SECONDS, dimensions=(40, 120))
    child.expect("0 of 2 solved")
    child.expect("q quit")
    save(root, BEGUN)
    child.expect(r"greeting\(\) returned 2")
    child.expect("The rest of lesson 00:")
    child.expect("Not solved yet: farewell")
    child.expect(r"in work: greeting\(\)")
    child.expect("q quit")
    save(root, "def (:\n")
    child.expect(f"{STEM}.py, line 1: invalid syntax\r\nh hint")
    child.send("q")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0


@pytest.mark.skipif(sys.platform == "win32", reason="a process there is not asked to end")
def test_without_a_terminal_and_without_colours(root: Path, tmp_path: Path):
    said = tmp_path / "said.txt"
    with said.open("wb") as output:
        command = [sys.executable, "-m", "workbook", "watch"]
        polls = {**os.environ, "WATCHFILES_FORCE_POLLING": "1"}  # as where a file system does not tell: a network home
        child = subprocess.Popen(command, cwd=root, env=polls, stdin=subprocess.DEVNULL, stdout=output, stderr=output)
    try:
        wait_for(said, "0 of 2 solved")
        save(root, MENDED)
        wait_for(said, "1 of 2 solved")
    finally:
        child.send_signal(signal.SIGTERM)
    assert child.wait(SECONDS) == 143
    text = said.read_text()
    assert "\x1b" not in text
    assert "h hint" not in text
    assert text.index("✓ greeting() is kept") < text.index("The rest of lesson 00:")


def wait_for(said: Path, words: str) -> None:
    until = time.monotonic() + SECONDS
    while words not in said.read_text():
        assert time.monotonic() < until, said.read_text()
        time.sleep(0.05)


@pytest.mark.skipif(sys.platform == "win32", reason="a kernel there is interrupted otherwise")
def test_in_a_notebook_the_kernel_stays_free(root: Path):
    kernel, client = start_new_kernel(kernel_name="python3", cwd=str(root / "notebooks"))

    def shown(words: str) -> str:
        until = time.monotonic() + SECONDS
        while time.monotonic() < until:
            try:
                message = client.get_iopub_msg(timeout=1)
            except queue.Empty:
                continue
            text = message["content"].get("data", {}).get("text/plain", "")
            if message["msg_type"] == "update_display_data" and words in text:
                return text
        raise TimeoutError(words)

    try:
        watch = "%load_ext workbook\n%watch 00"
        client.execute_interactive(watch, output_hook=lambda _: None, timeout=SECONDS)
        assert "Watching exercises/" in shown("0 of 2 points, as saved")
        save(root, BEGUN)
        shown("greeting() returned 2")
        save(root, MENDED)
        assert "1 of 2 solved" in shown("1 of 2 points")
        kernel.interrupt_kernel()
        assert "✓ passed" in shown("no longer watched")
        client.execute(watch)
        client.execute_interactive("1 + 1", store_history=True, output_hook=lambda _: None, timeout=SECONDS)
        client.execute_interactive(
            "import signal; assert get_ipython().kernel.saved_sigint_handler == signal.SIG_IGN",
            output_hook=lambda message: pytest.fail(str(message)) if message["msg_type"] == "error" else None,
            timeout=SECONDS,
        )
    finally:
        client.stop_channels()
        kernel.shutdown_kernel(now=True)
