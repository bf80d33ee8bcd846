"""Makes the table anew, and empty.

Caught by: test_everybody_is_from_portugal
"""

from sqlalchemy import Integer


def add_country(op):
    op.drop_table("users")
    op.create_table(
        "users",
        Column("id", Integer, primary_key=True),
        Column("email", String(200), nullable=False, unique=True),
        Column("full_name", String(200), nullable=False),
        Column("country", String(2), nullable=False),
    )
