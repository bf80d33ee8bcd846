"""Last = replace(full_name, first, '') also inside other words.

Caught by: test_the_names_are_split
"""


def split_name(op):
    op.add_column("users", Column("first", String(200)))
    op.add_column("users", Column("last", String(200)))
    op.execute(SPLIT[op.get_context().dialect.name])
    op.execute("UPDATE users SET last = substr(replace(full_name, first, ''), 2)")
