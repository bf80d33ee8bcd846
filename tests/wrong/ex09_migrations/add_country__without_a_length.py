"""Forgets that the column has a length.

Caught by: test_the_column_country
"""

def add_country(op):
    op.add_column("users", Column("country", String))
    op.execute("UPDATE users SET country = 'PT'")
    with op.batch_alter_table("users") as users:
        users.alter_column("country", nullable=False)
