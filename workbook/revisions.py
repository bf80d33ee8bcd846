"""Writes the file of a revision from two lines of code, as lesson 09 does to show on one line what a revision does."""

from __future__ import annotations

from pathlib import Path

REVISION = """\
from alembic import op
import sqlalchemy as sa

revision, down_revision = {number!r}, {before!r}

def upgrade():
    {up}

def downgrade():
    {down}
"""


def write_revision(folder: Path, number: str, up: str, down: str = "pass") -> None:
    """Write the revision `number`, "0001" or later, which follows the number before it, into Alembic's `folder`."""
    before = f"{int(number) - 1:04}" if number > "0001" else None
    text = REVISION.format(number=number, before=before, up=up, down=down)
    (folder / "versions" / f"{number}.py").write_text(text, encoding="utf-8")
