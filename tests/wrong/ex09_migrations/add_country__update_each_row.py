"""Sends an UPDATE for each row.

Caught by: test_a_country_for_many
"""

from sqlalchemy import text


def add_country(op):
    op.add_column("users", Column("country", String(2)))
    connection = op.get_bind()
    for (number,) in connection.execute(text("SELECT id FROM users")).all():
        connection.execute(text("UPDATE users SET country = 'PT' WHERE id = :id"), {"id": number})
    with op.batch_alter_table("users") as users:
        users.alter_column("country", nullable=False)
