"""In a batch."""

def drop_country(op):
    with op.batch_alter_table("users", recreate="auto") as users:
        users.drop_column("country")
