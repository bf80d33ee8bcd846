"""Replace() takes the first name out wherever it stands.

Caught by: test_the_names_are_split
"""


def split_name(op):
    op.add_column("users", Column("first", String(200)))
    op.add_column("users", Column("last", String(200)))
    op.execute(SPLIT[op.get_context().dialect.name])
    op.execute("UPDATE users SET last = replace(full_name, first || ' ', '') WHERE full_name LIKE '% %'")
