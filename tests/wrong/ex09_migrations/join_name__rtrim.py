"""The space goes again where nothing follows it, and so do those that the name ends in.

Caught by: test_the_names_are_joined
"""

def join_name(op):
    op.add_column("users", Column("full_name", String(200)))
    op.execute("UPDATE users SET full_name = rtrim(first || ' ' || last)")
    with op.batch_alter_table("users") as users:
        users.alter_column("full_name", nullable=False)
        users.drop_column("first")
        users.drop_column("last")
