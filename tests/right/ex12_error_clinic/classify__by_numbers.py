"""SQLite by its numbers."""


def classify(error):
    if isinstance(error, (OSError, exc.TimeoutError)):
        return "down"
    if isinstance(error, exc.IntegrityError):
        return "data"
    if getattr(error, "connection_invalidated", None):
        return "retry"
    orig = getattr(error, "orig", error)
    number = getattr(orig, "sqlite_errorcode", None)
    if number is not None:
        return {5: "retry", 6: "retry", 13: "down"}.get(number & 0xFF, "bug")
    state = getattr(orig, "sqlstate", None) or ""
    if state in {"40001", "40P01", "55P03"}:
        return "retry"
    return {"53": "down", "57": "down", "22": "data", "23": "data"}.get(state[:2], "bug")
