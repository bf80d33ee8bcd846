"""Sends an UPDATE for each row.

Caught by: test_many_names_are_settled
"""

from sqlalchemy import text


def drop_full_name(op):
    connection = op.get_bind()
    for number, name in connection.execute(text("SELECT id, full_name FROM users")).all():
        first, _, last = name.partition(" ")
        change = text("UPDATE users SET first = :first, last = :last WHERE id = :id")
        connection.execute(change, {"first": first, "last": last, "id": number})
    with op.batch_alter_table("users") as users:
        users.alter_column("first", nullable=False)
        users.alter_column("last", nullable=False)
        users.drop_column("full_name")
