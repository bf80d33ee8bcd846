"""Takes every code that begins with 5 for 'down': 54000 (a statement too complex) is a bug.

Caught by: test_what_has_to_be_mended
"""


def classify(error: BaseException) -> Literal["retry", "down", "data", "bug"]:
    cause = getattr(error, "orig", None) or error
    code = str(getattr(cause, "sqlstate", None) or getattr(cause, "sqlite_errorname", None) or "")
    if getattr(error, "connection_invalidated", False):
        return "retry"
    if code in ("40001", "40P01", "55P03") or code.startswith(("SQLITE_BUSY", "SQLITE_LOCKED", "08")):
        return "retry"
    if isinstance(error, (OSError, exc.TimeoutError)) or code.startswith(("5", "SQLITE_FULL")):
        return "down"
    if isinstance(error, exc.IntegrityError) or code.startswith(("22", "23")):
        return "data"
    return "bug"
