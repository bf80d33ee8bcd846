"""A StatementError is about the values, they say: on SQLite it wraps MissingGreenlet.

Caught by: test_what_has_to_be_mended
"""


def classify(error):

    if isinstance(error, (OSError, exc.TimeoutError)):
        return "down"
    if getattr(error, "connection_invalidated", False):
        return "retry"
    code = str(getattr(getattr(error, "orig", None), "sqlstate", None) or getattr(getattr(error, "orig", None), "sqlite_errorname", ""))
    if code in ("40001", "40P01", "55P03") or code.startswith("SQLITE_BUSY"):
        return "retry"
    if code[:2] in ("53", "57") or code == "SQLITE_FULL":
        return "down"
    if isinstance(error, (exc.ProgrammingError, exc.OperationalError)):
        return "bug"
    return "data" if isinstance(error, exc.StatementError) else "bug"
