"""Saves the countries in a table that nobody removes.

Caught by: test_without_country
"""

def drop_country(op):
    op.execute("CREATE TABLE users_country AS SELECT id, country FROM users")
    op.drop_column("users", "country")
