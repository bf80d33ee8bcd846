"""One operation after another, in a batch on SQLite alone."""

def drop_full_name(op):
    op.execute(SPLIT[op.get_context().dialect.name])
    if op.get_context().dialect.name == "sqlite":
        for name in ("first", "last"):
            with op.batch_alter_table("users") as users:
                users.alter_column(name, existing_type=String(200), nullable=False)
    else:
        op.alter_column("users", "first", nullable=False)
        op.execute("ALTER TABLE users ALTER COLUMN last SET NOT NULL")
    op.drop_column("users", "full_name")
