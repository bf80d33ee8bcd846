"""error.orig.sqlstate: the errors of SQLite have none, nor has MissingGreenlet.

Caught by: test_what_to_try_again, test_what_has_to_be_mended
"""


def classify(error):

    if isinstance(error, (OSError, exc.TimeoutError)):
        return "down"
    code = error.orig.sqlstate or ""
    if code in ("40001", "40P01", "55P03"):
        return "retry"
    if code[:2] in ("53", "57"):
        return "down"
    return "data" if code[:2] in ("22", "23") else "bug"
