"""Every error of the database is tried again.

Caught by: test_values_that_are_refused, test_what_has_to_be_mended
"""


def classify(error):

    if isinstance(error, (OSError, exc.TimeoutError)):
        return "down"
    return "retry" if isinstance(error, exc.SQLAlchemyError) else "bug"
