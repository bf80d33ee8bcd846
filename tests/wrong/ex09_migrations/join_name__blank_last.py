"""A last name of spaces only is taken for none.

Caught by: test_the_names_are_joined,, test_names_there_and_back
"""


def join_name(op):
    op.add_column("users", Column("full_name", String(200)))
    op.execute("UPDATE users SET full_name = CASE trim(last) WHEN '' THEN first ELSE first || ' ' || last END")
    with op.batch_alter_table("users") as users:
        users.alter_column("full_name", nullable=False)
        users.drop_column("first")
        users.drop_column("last")
