"""Takes whoever has the same first name for somebody who was not renamed.

Caught by: test_what_the_old_program_wrote
"""

def drop_full_name(op):
    op.execute(
        SPLIT[op.get_context().dialect.name] + " WHERE first IS NULL OR substr(full_name, 1, length(first)) <> first"
    )
    with op.batch_alter_table("users") as users:
        users.alter_column("first", nullable=False)
        users.alter_column("last", nullable=False)
        users.drop_column("full_name")
