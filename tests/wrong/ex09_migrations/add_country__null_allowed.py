"""Fills the column and lets it be NULL.

Caught by: test_the_column_country
"""

def add_country(op):
    op.add_column("users", Column("country", String(2)))
    op.execute("UPDATE users SET country = 'PT'")
