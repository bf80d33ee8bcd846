"""Splits at the last space.

Caught by: test_the_names_are_split
"""

from sqlalchemy import text


def split_name(op):
    op.add_column("users", Column("first", String(200)))
    op.add_column("users", Column("last", String(200)))
    connection = op.get_bind()
    for number, name in connection.execute(text("SELECT id, full_name FROM users")).all():
        first, _, last = name.rpartition(" ")
        change = text("UPDATE users SET first = :first, last = :last WHERE id = :id")
        connection.execute(change, {"first": first, "last": last, "id": number})
