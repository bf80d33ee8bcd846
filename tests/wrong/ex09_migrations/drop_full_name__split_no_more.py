"""Relies on what split_name has written.

Caught by: test_what_the_old_program_wrote
"""

def drop_full_name(op):
    with op.batch_alter_table("users") as users:
        users.alter_column("first", nullable=False)
        users.alter_column("last", nullable=False)
        users.drop_column("full_name")
