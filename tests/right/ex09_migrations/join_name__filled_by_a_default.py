"""NOT NULL from the beginning, by a default that goes again."""

from sqlalchemy import case, column, table


def join_name(op):
    with op.batch_alter_table("users") as batch:
        batch.add_column(Column("full_name", String(200), nullable=False, server_default=""))
    first, last = column("first", String), column("last", String)
    users = table("users", column("full_name"), first, last)
    op.execute(users.update().values(full_name=case((last == "", first), else_=first + " " + last)))
    with op.batch_alter_table("users") as batch:
        batch.alter_column("full_name", server_default=None)
        batch.drop_column("first")
        batch.drop_column("last")
