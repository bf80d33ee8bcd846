"""Splits in Python, and hands all rows to one execute().

Caught by: test_many_names_are_split
"""

from sqlalchemy import text


def split_name(op):
    op.add_column("users", Column("first", String(200)))
    op.add_column("users", Column("last", String(200)))
    connection = op.get_bind()
    rows = []
    for number, name in connection.execute(text("SELECT id, full_name FROM users")).all():
        first, _, last = name.partition(" ")
        rows.append({"first": first, "last": last, "id": number})
    if rows:
        connection.execute(text("UPDATE users SET first = :first, last = :last WHERE id = :id"), rows)
