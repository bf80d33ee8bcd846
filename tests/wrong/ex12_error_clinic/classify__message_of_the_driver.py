"""The same words, of error.orig: the text of a value is in it.

Caught by: test_what_to_try_again
"""


def classify(error):

    said = str(getattr(error, "orig", error)).lower()
    if isinstance(error, exc.IntegrityError):
        return "data"
    if isinstance(error, (OSError, exc.TimeoutError)):
        return "down"
    if "deadlock detected" in said or "database is locked" in said or "could not serialize" in said:
        return "retry"
    if "disk is full" in said:
        return "down"
    return "data" if "too long" in said else "bug"
