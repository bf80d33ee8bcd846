"""Leaves the default in the schema.

Caught by: test_the_column_country
"""

def add_country(op):
    with op.batch_alter_table("users") as users:
        users.add_column(Column("country", String(2), nullable=False, server_default="PT"))
