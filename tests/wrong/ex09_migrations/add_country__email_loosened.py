"""Copies the table on its own and forgets that no two share an email.

Caught by: test_the_column_country
"""

def add_country(op):
    op.add_column("users", Column("country", String(2)))
    op.execute("UPDATE users SET country = 'PT'")
    with op.batch_alter_table("users") as users:
        users.alter_column("country", nullable=False)
        users.alter_column("email", nullable=True)
