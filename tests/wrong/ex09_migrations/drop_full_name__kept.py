"""Only lets full_name be NULL.

Caught by: test_full_name_is_gone
"""

def drop_full_name(op):
    op.execute(SPLIT[op.get_context().dialect.name])
    with op.batch_alter_table("users") as users:
        users.alter_column("first", nullable=False)
        users.alter_column("last", nullable=False)
        users.alter_column("full_name", nullable=True)
