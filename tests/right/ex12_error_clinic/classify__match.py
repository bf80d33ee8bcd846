"""match, by class and orig."""


def classify(error):

    match error:
        case exc.IntegrityError() | exc.DataError():
            return "data"
        case exc.TimeoutError() | OSError():
            return "down"
        case exc.DBAPIError(connection_invalidated=True):
            return "retry"
        case exc.DBAPIError():
            driver = error.orig
        case _:
            driver = error
    name = getattr(driver, "sqlite_errorname", "")
    if name.split("_")[1:2] in (["BUSY"], ["LOCKED"]):
        return "retry"
    state = getattr(driver, "sqlstate", None) or ""
    if state[:2] == "40" or state == "55P03":
        return "retry"
    if state[:2] in {"53", "57"} or name == "SQLITE_FULL":
        return "down"
    return "data" if state[:2] in {"22", "23"} else "bug"
