"""Of the class 53 it knows 53300 only: a full disk (53100) is a bug.

Caught by: test_what_to_come_back_for
"""


def classify(error: BaseException) -> Literal["retry", "down", "data", "bug"]:
    cause = getattr(error, "orig", None) or error
    code = str(getattr(cause, "sqlstate", None) or getattr(cause, "sqlite_errorname", None) or "")
    if getattr(error, "connection_invalidated", False):
        return "retry"
    if code in ("40001", "40P01", "55P03") or code.startswith(("SQLITE_BUSY", "SQLITE_LOCKED", "08")):
        return "retry"
    if isinstance(error, (OSError, exc.TimeoutError)) or code.startswith(("53300", "57", "SQLITE_FULL")):
        return "down"
    if isinstance(error, exc.IntegrityError) or code.startswith(("22", "23")):
        return "data"
    return "bug"
