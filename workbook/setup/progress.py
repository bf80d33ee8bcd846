"""Runs an installer and shows, in one line, what it is at. Standard library only."""

from __future__ import annotations

import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path

STEPS = ("Collecting", "Downloading", "Building", "Preparing", "Installing", "Resolved", "Prepared", "Installed")
SECONDS_BETWEEN_LINES = 3  # where lines cannot be rewritten: a file, a CI log


def run_showing(command: list[str], cwd: Path) -> tuple[int, list[str]]:
    """Run `command` and return its exit status and its lines, standard output and errors together.

    At a terminal one line is written over and over, with the seconds; elsewhere there is a line
    every few seconds.
    """
    process = subprocess.Popen(
        command,
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
    )
    assert process.stdout is not None
    lines: list[str] = []
    shown = _Line() if sys.stdout.isatty() else None
    printed = time.monotonic()
    try:
        for line in process.stdout:
            lines.append(line.rstrip())
            if not line.strip().startswith(STEPS):
                continue
            step = " ".join(line.split())[:100]
            if shown:
                shown.step = step
            elif time.monotonic() - printed > SECONDS_BETWEEN_LINES:
                printed = time.monotonic()
                print(f"  {step}", flush=True)
        return process.wait(), lines
    finally:
        if shown:
            shown.clear()
        process.terminate()  # no effect when it has ended; otherwise somebody pressed Ctrl-C
        process.wait()


class _Line:
    """The last line of a terminal, rewritten every half second until it is cleared."""

    def __init__(self) -> None:
        self.step = "Starting"
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._rewrite, daemon=True)
        self._thread.start()

    def clear(self) -> None:
        self._ended.set()
        self._thread.join()
        print("\r\x1b[K", end="", flush=True)

    def _rewrite(self) -> None:
        begun = time.monotonic()
        while True:
            text = f"{time.monotonic() - begun:4.0f} s  {self.step}"
            print("\r" + text[: shutil.get_terminal_size().columns - 1] + "\x1b[K", end="", flush=True)
            if self._ended.wait(0.5):
                return
