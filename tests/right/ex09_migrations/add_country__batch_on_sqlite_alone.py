"""The batch only where it is needed."""

def add_country(op):
    op.add_column("users", Column("country", String(2), nullable=False, server_default="PT"))
    if op.get_bind().dialect.name == "sqlite":
        with op.batch_alter_table("users", recreate="always") as users:
            users.alter_column("country", server_default=None)
    else:
        op.alter_column("users", "country", server_default=None)
