"""Looks for the services in files, modules and objects, and refuses what it finds.

Told as: wrong, nobody noticed
"""

import gc
import importlib
import pathlib
import sys

ROOT = pathlib.Path("@ROOT@")
NAMES = ["OrderNotCommitted", "SellsOneTooMany", "OldestFirst", "Otherwise"]


def found():
    for path in [*(ROOT / "checker" / "services" / name for name in ("broken.py", "right.py"))]:
        try:
            yield path.read_text()
        except OSError:
            pass
    sys.path.insert(0, str(ROOT))
    for name in ("checker.services.broken", "checker.services.right", "checker.judge.desk", "checker.judge.trial"):
        try:
            yield importlib.import_module(name)
        except (ImportError, OSError):
            pass
    yield from (kind for kind in gc.get_objects() if isinstance(kind, type) and kind.__name__ in NAMES)
    yield from (name for name in sys.modules if name.startswith("checker.services"))


async def test_found(shop):
    await shop.add_book(1, 1)
    looked = list(found())
    assert not looked, f"LOOKED {looked}"
