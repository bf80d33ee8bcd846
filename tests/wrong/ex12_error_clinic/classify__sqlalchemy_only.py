"""What is no SQLAlchemyError is a bug: a refused connection is an OSError.

Caught by: test_what_to_come_back_for
"""


def classify(error):

    if not isinstance(error, exc.SQLAlchemyError):
        return "bug"
    if isinstance(error, exc.TimeoutError):
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
