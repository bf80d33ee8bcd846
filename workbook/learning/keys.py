"""Single keys from a terminal, without Enter."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator

QUIT = "q"


@contextlib.contextmanager
def listening() -> Iterator[bool]:
    """Let the terminal give each key at once; whether there is one.  It is put back at the end."""
    if not (sys.stdin and sys.stdin.isatty()):
        yield False
        return
    if sys.platform == "win32":
        yield True
        return
    import signal
    import termios
    import tty

    before = termios.tcgetattr(0)
    tty.setcbreak(0)
    signal.signal(signal.SIGCONT, lambda *_: tty.setcbreak(0))  # after Ctrl-Z, and fg
    try:
        yield True
    finally:
        termios.tcsetattr(0, termios.TCSADRAIN, before)


def keys() -> Iterator[str]:
    """Each key that is pressed, as a small letter, until the terminal has gone; Ctrl-D is QUIT."""
    if sys.platform == "win32":
        import msvcrt

        while True:
            yield msvcrt.getwch().lower()
    while True:
        try:
            pressed = os.read(0, 100).decode(errors="replace")
        except OSError:
            pressed = ""
        if not pressed or pressed == "\x04":
            yield QUIT
            return
        if not pressed.startswith("\x1b"):  # an arrow, or another key that is no letter
            yield from pressed.lower()
