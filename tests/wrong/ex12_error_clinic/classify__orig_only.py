"""An error of asyncpg itself has its code on itself.

Caught by: test_what_to_come_back_for
"""


def classify(error):
    if isinstance(error, OSError | exc.TimeoutError):
        return "down"
    if isinstance(error, exc.IntegrityError):
        return "data"
    if getattr(error, "connection_invalidated", False):
        return "retry"
    driver = getattr(error, "orig", None)
    code = str(getattr(driver, "sqlstate", None) or getattr(driver, "sqlite_errorname", None))
    if code in ("40001", "40P01", "55P03") or code.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return "retry"
    if code[:2] in ("53", "57") or code == "SQLITE_FULL":
        return "down"
    return "data" if code[:2] in ("22", "23") else "bug"
