"""Of the operating system's errors only those of a connection: a host that is not found is a bug.

Caught by: test_what_to_come_back_for
"""


def classify(error: BaseException) -> Literal["retry", "down", "data", "bug"]:
    if isinstance(error, ConnectionError | exc.TimeoutError):
        return "down"
    if isinstance(error, exc.IntegrityError):
        return "data"
    if getattr(error, "connection_invalidated", False):
        return "retry"
    driver = getattr(error, "orig", None) or error
    code = str(getattr(driver, "sqlstate", None) or getattr(driver, "sqlite_errorname", None))
    if code in ("40001", "40P01", "55P03") or code.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return "retry"
    if code[:2] in ("53", "57") or code == "SQLITE_FULL":
        return "down"
    return "data" if code[:2] in ("22", "23") else "bug"
