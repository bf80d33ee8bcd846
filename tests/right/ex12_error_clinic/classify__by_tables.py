"""Tables of codes, by database."""


CODES = {
    "40001": "retry", "40P01": "retry", "55P03": "retry", "SQLITE_BUSY": "retry", "SQLITE_LOCKED": "retry",
    "53": "down", "57": "down", "SQLITE_FULL": "down",
    "22": "data", "23": "data", "SQLITE_CONSTRAINT": "data",
}


def classify(error):

    if getattr(error, "connection_invalidated", False):
        return "retry"
    if isinstance(error, (ConnectionError, TimeoutError, exc.TimeoutError, OSError)):
        return "down"
    driver = getattr(error, "orig", error)
    code = getattr(driver, "sqlstate", None) or getattr(driver, "sqlite_errorname", None) or ""
    found = [kind for begins, kind in CODES.items() if code.startswith(begins)]
    return found[0] if found else "bug"
