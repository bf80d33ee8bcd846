"""On PostgreSQL a tab and a line break count as spaces.

Caught by: test_the_names_are_split
"""


def split_name(op: Operations) -> None:
    op.add_column("users", Column("first", String(200)))
    op.add_column("users", Column("last", String(200)))
    first = r"substring(full_name from '^\S*')"
    last = r"substring(full_name from '^\S*\s?(.*)$')"
    if op.get_context().dialect.name == "sqlite":
        first, last = "full_name", "''"
    op.execute(f"UPDATE users SET first = {first}, last = {last}")
