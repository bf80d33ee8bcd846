"""What an order came to, for the old ones too, and the keys under which orders are placed."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

FILL = """
    UPDATE orders SET total = coalesce(
        (SELECT sum(quantity * price) FROM order_lines WHERE order_lines.order_id = orders.id), 0)
"""


def upgrade() -> None:
    # with a default no table has to be copied, and an old program that is still running can go on
    op.add_column("orders", sa.Column("total", sa.Integer, nullable=False, server_default="0"))
    op.execute(FILL)
    op.create_table(
        "order_keys",
        sa.Column("user_id", sa.Integer, sa.ForeignKey("users.id"), primary_key=True),
        sa.Column("key", sa.String(100), primary_key=True),
        sa.Column("order_id", sa.Integer, sa.ForeignKey("orders.id"), nullable=False),
    )
