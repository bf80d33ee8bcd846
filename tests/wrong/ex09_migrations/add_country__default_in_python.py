"""Gives a default that only the ORM knows.

Caught by: test_the_column_country, test_everybody_is_from_portugal
"""

def add_country(op):
    with op.batch_alter_table("users") as users:
        users.add_column(Column("country", String(2), nullable=False, default="PT"))
