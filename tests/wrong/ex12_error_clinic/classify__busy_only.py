"""SQLITE_BUSY is the only lock of SQLite that is known: its other one is SQLITE_LOCKED.

Caught by: test_what_to_try_again
"""


def classify(error):

    if isinstance(error, (OSError, exc.TimeoutError)):
        return "down"
    if isinstance(error, exc.IntegrityError):
        return "data"
    if getattr(error, "connection_invalidated", False):
        return "retry"
    code = str(getattr(getattr(error, "orig", None), "sqlstate", None) or getattr(getattr(error, "orig", None), "sqlite_errorname", ""))
    if code in ("40001", "40P01", "55P03") or code.startswith("SQLITE_BUSY"):
        return "retry"
    if code[:2] in ("53", "57") or code == "SQLITE_FULL":
        return "down"
    return "data" if code[:2] in ("22", "23") else "bug"
