"""Harms when anybody imports it."""

from pathlib import Path

Path("@SENTINEL@").write_text("forged")
