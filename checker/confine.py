"""What a worker may do: applied in the worker before the first byte of the learner's file is read."""

from __future__ import annotations

from pathlib import Path
from typing import Any


def confine(folder: Path, setup: dict[str, Any]) -> None:
    """Confine this process to `folder` and to the limits of the judge's setup."""
