"""Looks for words in the message, which quotes what users wrote.

Caught by: test_values_that_are_refused, test_what_has_to_be_mended
"""


def classify(error):

    said = str(error).lower()
    if "deadlock" in said or "database is locked" in said or "serialize" in said or "connection" in said:
        return "retry"
    if "constraint" in said or "too long" in said:
        return "data"
    if "refused" in said or "timed out" in said or "full" in said:
        return "down"
    return "bug"
