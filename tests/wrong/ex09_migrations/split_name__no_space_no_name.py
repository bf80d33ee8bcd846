"""Looks for a space where there may be none.

Caught by: test_the_names_are_split
"""

PARTS = {
    "sqlite": """UPDATE users SET first = substr(full_name, 1, instr(full_name, ' ') - 1),
                                  last = substr(full_name, instr(full_name, ' ') + 1)""",
    "postgresql": """UPDATE users SET first = substr(full_name, 1, greatest(strpos(full_name, ' ') - 1, 0)),
                                      last = substr(full_name, strpos(full_name, ' ') + 1)""",
}


def split_name(op):
    op.add_column("users", Column("first", String(200)))
    op.add_column("users", Column("last", String(200)))
    op.execute(PARTS[op.get_context().dialect.name])
