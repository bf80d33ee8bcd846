"""Tightens one of the two.

Caught by: test_full_name_is_gone
"""

def drop_full_name(op):
    op.execute(SPLIT[op.get_context().dialect.name])
    with op.batch_alter_table("users") as users:
        users.alter_column("first", nullable=False)
        users.drop_column("full_name")
