"""Gives an empty name to those who were added.

Caught by: test_what_the_old_program_wrote
"""

def drop_full_name(op):
    op.execute("UPDATE users SET first = coalesce(first, ''), last = coalesce(last, '')")
    with op.batch_alter_table("users") as users:
        users.alter_column("first", nullable=False)
        users.alter_column("last", nullable=False)
        users.drop_column("full_name")
