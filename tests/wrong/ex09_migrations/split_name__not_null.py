"""Tightens at once: the old program cannot add users any more.

Caught by: test_two_columns_more, test_the_old_program_goes_on
"""

def split_name(op):
    op.add_column("users", Column("first", String(200)))
    op.add_column("users", Column("last", String(200)))
    op.execute(SPLIT[op.get_context().dialect.name])
    with op.batch_alter_table("users") as users:
        users.alter_column("first", nullable=False)
        users.alter_column("last", nullable=False)
