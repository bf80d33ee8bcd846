"""NULL allowed, filled, tightened."""

def add_country(op):
    op.add_column("users", Column("country", String(2), nullable=True))
    op.execute("UPDATE users SET country = 'PT'")
    with op.batch_alter_table("users") as users:
        users.alter_column("country", existing_type=String(2), nullable=False)
