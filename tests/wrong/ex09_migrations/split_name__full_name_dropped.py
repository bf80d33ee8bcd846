"""Does both halves at once.

Caught by: test_two_columns_more, test_the_old_program_goes_on
"""

def split_name(op):
    op.add_column("users", Column("first", String(200)))
    op.add_column("users", Column("last", String(200)))
    op.execute(SPLIT[op.get_context().dialect.name])
    op.drop_column("users", "full_name")
