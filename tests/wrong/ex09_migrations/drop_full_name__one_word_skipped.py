"""Who now has a name of one word keeps the old one.

Caught by: test_what_the_old_program_wrote
"""


def drop_full_name(op):
    op.execute(SPLIT[op.get_context().dialect.name] + " WHERE full_name LIKE '% %' OR first IS NULL")
    with op.batch_alter_table("users") as users:
        users.alter_column("first", nullable=False)
        users.alter_column("last", nullable=False)
        users.drop_column("full_name")
