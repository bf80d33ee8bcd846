"""A new database's lines are deleted with their order, and an old one's are not: two schemas.

Caught by: test_an_empty_database
"""

FILL = "UPDATE orders SET total = coalesce((SELECT sum(quantity * price) FROM order_lines WHERE order_id = orders.id), 0)"


def upgrade() -> None:
    if revision == "0001":
        if not sa.inspect(op.get_bind()).has_table("users"):
            from workbook.bookshop import Base

            tables = sa.MetaData()
            for each in Base.metadata.sorted_tables:
                each.to_metadata(tables)
            [key] = tables.tables["order_lines"].c.order_id.foreign_keys
            key.constraint.ondelete = "CASCADE"
            tables.create_all(op.get_bind())
        return
    op.add_column("orders", sa.Column("total", sa.Integer, nullable=False, server_default="0"))
    op.execute(FILL)
    op.create_table(
        "order_keys",
        sa.Column("user_id", sa.Integer, sa.ForeignKey("users.id"), primary_key=True),
        sa.Column("key", sa.String(100), primary_key=True),
        sa.Column("order_id", sa.Integer, sa.ForeignKey("orders.id"), nullable=False),
    )
