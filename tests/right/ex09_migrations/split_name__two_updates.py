"""Those without a space first, then the others."""

def split_name(op):
    op.add_column("users", Column("first", String(200)))
    op.add_column("users", Column("last", String(200)))
    op.execute("UPDATE users SET first = full_name, last = '' WHERE full_name NOT LIKE '% %'")
    find = {"sqlite": "instr", "postgresql": "strpos"}[op.get_bind().dialect.name]
    op.execute(
        f"UPDATE users SET first = substr(full_name, 1, {find}(full_name, ' ') - 1),"
        f" last = substr(full_name, {find}(full_name, ' ') + 1) WHERE full_name LIKE '% %'"
    )
