"""Files that stand there whole or not at all."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, TextIO


@contextmanager
def writing(path: Path, *, encoding: str = "utf-8", durable: bool = True) -> Iterator[TextIO]:
    """A file to write to that stands at `path` when the block has ended, and not at all if it fails.  Raises OSError.

    `durable`: also if the machine stops right then; what can be made again need not be.
    What cannot be encoded, as a lone surrogate, is written as in "\\udcff", which JSON reads back.
    """
    file = tempfile.NamedTemporaryFile(  # noqa: SIM115  # the block below closes it, before it is renamed
        "w", dir=path.parent, prefix=".", delete=False, encoding=encoding, errors="backslashreplace", newline=""
    )
    try:
        with file:
            yield file  # type: ignore[misc]  # it is one in all but its class
            if durable:
                file.flush()
                os.fsync(file.fileno())
        os.chmod(file.name, 0o644)
        os.replace(file.name, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(file.name)
        raise


def write(path: Path, text: str, *, durable: bool = True) -> None:
    """Write a file whole or not at all.  Raises OSError."""
    with writing(path, durable=durable) as file:
        file.write(text)


def write_json(path: Path, data: dict[str, Any], *, durable: bool = True) -> None:
    """Write data as JSON, whole or not at all.  Raises OSError."""
    write(path, json.dumps(data, indent=1, ensure_ascii=False) + "\n", durable=durable)
