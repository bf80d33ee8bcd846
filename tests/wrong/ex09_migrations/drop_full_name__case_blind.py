"""A name whose letters only changed their case is not filled again.

Caught by: test_what_the_old_program_wrote
"""


def drop_full_name(op):
    place = "strpos" if op.get_bind().dialect.name == "postgresql" else "instr"
    op.execute(
        f"UPDATE users SET first = substr(full_name, 1, {place}(full_name || ' ', ' ') - 1), "
        f"last = substr(full_name, {place}(full_name || ' ', ' ') + 1) "
        "WHERE first IS NULL OR lower(full_name) <> lower(CASE last WHEN '' THEN first ELSE first || ' ' || last END)"
    )
    with op.batch_alter_table("users") as users:
        users.alter_column("first", nullable=False)
        users.alter_column("last", nullable=False)
        users.drop_column("full_name")
