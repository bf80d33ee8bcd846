"""A code that contains 22 or 23 anywhere is data.

Caught by: test_what_has_to_be_mended
"""


def classify(error):
    orig = getattr(error, "orig", None)
    code = str(getattr(orig, "sqlstate", None) or getattr(orig, "sqlite_errorname", None))
    if code in ("40001", "40P01", "55P03") or code.startswith("SQLITE_BUSY"):
        return "retry"
    if isinstance(error, exc.TimeoutError | OSError) or code[:2] in ("53", "57") or code == "SQLITE_FULL":
        return "down"
    if getattr(error, "connection_invalidated", False):
        return "retry"
    if isinstance(error, exc.IntegrityError) or "22" in code or "23" in code or "42" in code:
        return "data"
    return "bug"
