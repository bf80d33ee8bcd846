"""What the learner's code prints: kept up to a size, the rest counted and dropped."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Iterator

MOST_CHARACTERS = 20_000


class Output(io.TextIOBase):
    """A text stream that keeps the first thousands of characters written to it."""

    def __init__(self) -> None:
        self.kept: list[str] = []
        self.room = MOST_CHARACTERS
        self.dropped = 0

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        if self.room > 0:
            self.kept.append(str(text[: self.room]))
        self.dropped += max(0, len(text) - self.room)
        self.room = max(0, self.room - len(text))
        return len(text)

    @contextlib.contextmanager
    def captured(self) -> Iterator[None]:
        """Send standard output and error here while the block runs."""
        with contextlib.redirect_stdout(self), contextlib.redirect_stderr(self):  # type: ignore[type-var]
            yield

    def take(self) -> str:
        """What was printed since the last time."""
        text = "".join(self.kept)
        if self.dropped:
            text += f"\n… and {self.dropped:,} characters more"
        self.kept, self.dropped = [], 0
        return text
