"""Builds its statement from the model, which still has a full_name.

Caught by: test_join_without_the_models
"""

from sqlalchemy import case, column, update

from workbook.bookshop import User


def join_name(op):
    op.add_column("users", Column("full_name", String(200)))
    first, last = column("first", String), column("last", String)
    op.execute(update(User).values(full_name=case((last == "", first), else_=first + " " + last)))
    with op.batch_alter_table("users") as users:
        users.alter_column("full_name", nullable=False)
        users.drop_column("first")
        users.drop_column("last")
