"""Keeps the second word and loses the third.

Caught by: test_the_names_are_split
"""

PARTS = {
    "sqlite": """UPDATE users SET first = substr(full_name, 1, instr(full_name || ' ', ' ') - 1),
        last = substr(substr(full_name, instr(full_name || ' ', ' ') + 1), 1,
                      instr(substr(full_name, instr(full_name || ' ', ' ') + 1) || ' ', ' ') - 1)""",
    "postgresql": "UPDATE users SET first = split_part(full_name, ' ', 1), last = split_part(full_name, ' ', 2)",
}


def split_name(op):
    op.add_column("users", Column("first", String(200)))
    op.add_column("users", Column("last", String(200)))
    op.execute(PARTS[op.get_context().dialect.name])
