"""What lessons say that a cell prints on PostgreSQL: the committed notebooks ran on SQLite, so no reader sees it there.

For each lesson the words of the sentence, words of the cell that it speaks of, and what that cell must print.
"""

SAID: dict[str, list[tuple[str, str, str]]] = {
    "01": [
        ("With `pool_pre_ping=True` the dead one was replaced", "driver_connection.close()", "pre-ping True - Kindred"),
        (
            "it is *three* round trips: `BEGIN;`, an empty",
            "sent = await overheard",
            "sent ['BEGIN;', ';', 'ROLLBACK;']",
        ),
    ],
    "02": [
        ("it arrives inside a `StatementError`, elsewhere as itself", "forgetful =", "commit   ['MissingGreenlet']"),
        ("PostgreSQL gives back an aware time", "written_at = await", "less than an hour old: True\n"),
        ("On PostgreSQL the same cell prints `refused it` twice", "for wrong in (insert(plain)", "refused it"),
    ],
    "04": [
        ("(on PostgreSQL neither does)", "kept Gus", "create_async_engine kept Gus: False"),
        ("PostgreSQL prints `DBAPIError, 40P01` in the first line, for one", "sell(*second)", "'DBAPIError, 40P01'"),
        ("In the second line both have sold", "sell(*second)", "postgresql ['sold', 'sold']"),
        ("(on PostgreSQL it is found)", "stray = Profile", "User taken for a duplicate: True"),
    ],
    "06": [
        ("the line above the picture says 2000 books", '"COPY"', "nothing was committed: 2000 books"),
        (
            "on PostgreSQL the first line is the error",
            "twice =",
            "2 row(s): ON CONFLICT DO UPDATE command cannot affect",
        ),
        (
            "(PostgreSQL rounds when it stores.)",
            "Book.price * 1.15",
            "no book loaded: [1494, 1149]\n1 statement, no book",
        ),
        ("it is 3 statements of at most 1,000 rows", "ids_in_order", "added: 3 statements, of 1000 row(s)"),
    ],
    "08": [("`[1, 2, 3] and then [2, 3, 4]`", "page = select", "a page: [1, 2, 3] and then [2, 3, 4]")],
    "09": [
        ("PostgreSQL carries out the three steps", "def add_language", "\nall three done"),
        (
            "the same block sends an ordinary `ALTER TABLE`",
            "def tighten_language",
            "UPDATE books\nrevision: ALTER books",
        ),
        ("Nothing is left, and the second attempt fails", "left behind", "left behind: [] - at revision ['0001']"),
        (
            "fails for the same reason as the first",
            "left behind",
            'ProgrammingError - relation "nowhere" does not exist',
        ),
    ],
    "10": [
        ("`1 failed, 1 passed - 2 passed`", "test_two = test_one", "1 failed, 1 passed - 2 passed"),
        (
            "On PostgreSQL nothing is left, either way",
            "if listened and plain.dialect",
            "left: []\ninside: ['eve', 'fay'] left: []",
        ),
    ],
    "12": [
        ("OperationalError on SQLite, ProgrammingError on PostgreSQL", "async def price_of", "ProgrammingError, 42703"),
    ],
}
