"""Takes another type than the column had.

Caught by: test_full_name_is_back
"""

def join_name(op):
    op.add_column("users", Column("full_name", String(401)))
    op.execute("UPDATE users SET full_name = CASE WHEN last = '' THEN first ELSE first || ' ' || last END")
    with op.batch_alter_table("users") as users:
        users.alter_column("full_name", nullable=False)
        users.drop_column("first")
        users.drop_column("last")
