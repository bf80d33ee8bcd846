"""How long processes had to wait for a processor, as the kernel says: a time limit then says nothing of their code."""

from __future__ import annotations

from pathlib import Path


class Unserved(RuntimeError):
    """What all share had no more to give, a processor or the server: nobody knows yet how good the answer is."""


class Waiting:
    """The seconds that the busiest of these processes has stood in the queue for a processor, from now on."""

    def __init__(self, *pids: int | str):
        self.before = {pid: _waited(pid) for pid in pids}

    def seconds(self) -> float:
        """0 where the kernel does not tell."""
        return max(_waited(pid) - before for pid, before in self.before.items())


def _waited(pid: int | str) -> float:
    try:
        return int(Path(f"/proc/{pid}/schedstat").read_text().split()[1]) / 1e9
    except (OSError, ValueError, IndexError):
        return 0.0
