"""Sends an UPDATE for each row.

Caught by: test_many_names_are_joined
"""

from sqlalchemy import text


def join_name(op):
    op.add_column("users", Column("full_name", String(200)))
    connection = op.get_bind()
    for number, first, last in connection.execute(text("SELECT id, first, last FROM users")).all():
        name = f"{first} {last}" if last else first
        connection.execute(text("UPDATE users SET full_name = :name WHERE id = :id"), {"name": name, "id": number})
    with op.batch_alter_table("users") as users:
        users.alter_column("full_name", nullable=False)
        users.drop_column("first")
        users.drop_column("last")
