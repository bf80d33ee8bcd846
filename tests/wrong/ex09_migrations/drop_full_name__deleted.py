"""Deletes those who cannot be tightened.

Caught by: test_what_the_old_program_wrote
"""

def drop_full_name(op):
    op.execute("DELETE FROM orders WHERE user_id IN (SELECT id FROM users WHERE first IS NULL)")
    op.execute("DELETE FROM users WHERE first IS NULL")
    with op.batch_alter_table("users") as users:
        users.alter_column("first", nullable=False)
        users.alter_column("last", nullable=False)
        users.drop_column("full_name")
