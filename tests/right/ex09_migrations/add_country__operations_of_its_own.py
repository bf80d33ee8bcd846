"""Alembic's operations, called by their own names."""

from alembic.operations import ops


def add_country(op):
    op.invoke(ops.AddColumnOp("users", Column("country", String(2))))
    op.get_bind().exec_driver_sql("UPDATE users SET country = 'PT'")
    with op.batch_alter_table("users") as users:
        users.alter_column("country", nullable=False)
