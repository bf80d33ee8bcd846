"""Tidies up full_name on the way.

Caught by: test_the_names_are_split
"""

def split_name(op):
    op.add_column("users", Column("first", String(200)))
    op.add_column("users", Column("last", String(200)))
    op.execute("UPDATE users SET full_name = trim(full_name)")
    op.execute(SPLIT[op.get_context().dialect.name])
