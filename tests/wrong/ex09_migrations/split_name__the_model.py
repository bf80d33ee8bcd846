"""Builds its statement from the model.

Caught by: test_split_without_the_models
"""

from sqlalchemy import column, func, table

from workbook.bookshop import User


def split_name(op):
    op.add_column("users", Column("first", String(200)))
    op.add_column("users", Column("last", String(200)))
    name = column("full_name", String)
    users = table(User.__table__.name, column("id"), name, column("first"), column("last"))
    find = func.instr if op.get_context().dialect.name == "sqlite" else func.strpos
    space = find(name + " ", " ")
    op.execute(users.update().values(first=func.substr(name, 1, space - 1), last=func.substr(name, space + 1)))
