"""Lets full_name be NULL already.

Caught by: test_two_columns_more
"""

def split_name(op):
    op.add_column("users", Column("first", String(200)))
    op.add_column("users", Column("last", String(200)))
    op.execute(SPLIT[op.get_context().dialect.name])
    with op.batch_alter_table("users") as users:
        users.alter_column("full_name", nullable=True)
