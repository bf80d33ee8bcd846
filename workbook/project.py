"""Where the project lies: the folder that holds `notebooks/`, `exercises/` and `checker/`. Standard library only."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
