"""By the class alone: on PostgreSQL a deadlock is a plain DBAPIError.

Caught by: test_what_to_try_again
"""


def classify(error):

    if isinstance(error, exc.OperationalError):
        return "retry"
    if isinstance(error, (exc.IntegrityError, exc.DataError)):
        return "data"
    if isinstance(error, (OSError, exc.TimeoutError, exc.InterfaceError)):
        return "down"
    return "bug"
