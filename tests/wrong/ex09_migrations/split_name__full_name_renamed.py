"""Uses full_name for what comes last.

Caught by: test_two_columns_more, test_the_old_program_goes_on
"""

def split_name(op):
    op.add_column("users", Column("first", String(200)))
    op.add_column("users", Column("last", String(200)))
    op.execute(SPLIT[op.get_context().dialect.name])
    op.alter_column("users", "full_name", new_column_name="old_full_name")
