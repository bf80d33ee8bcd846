"""Tightens the column with an empty text in it.

Caught by: test_everybody_is_from_portugal
"""

def add_country(op):
    with op.batch_alter_table("users") as users:
        users.add_column(Column("country", String(2), nullable=False, server_default=""))
    with op.batch_alter_table("users") as users:
        users.alter_column("country", server_default=None)
