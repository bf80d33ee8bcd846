"""Deletes whom the old table could not have held.

Caught by: test_without_country
"""

def drop_country(op):
    op.execute("DELETE FROM orders WHERE user_id IN (SELECT id FROM users WHERE country <> 'PT')")
    op.execute("DELETE FROM profiles WHERE user_id IN (SELECT id FROM users WHERE country <> 'PT')")
    op.execute("DELETE FROM users WHERE country <> 'PT'")
    op.drop_column("users", "country")
