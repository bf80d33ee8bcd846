"""Only the rows that changed are written."""

def drop_full_name(op):
    whole = "CASE WHEN last = '' THEN first ELSE first || ' ' || last END"
    op.execute(SPLIT[op.get_context().dialect.name] + f" WHERE first IS NULL OR last IS NULL OR full_name <> {whole}")
    with op.batch_alter_table("users") as users:
        users.alter_column("first", nullable=False)
        users.alter_column("last", nullable=False)
        users.drop_column("full_name")
