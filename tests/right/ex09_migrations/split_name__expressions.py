"""SQLAlchemy's expressions, and the one function that has two names."""

from sqlalchemy import column, func, table


def split_name(op):
    with op.batch_alter_table("users") as batch:
        batch.add_column(Column("first", String(200), nullable=True))
        batch.add_column(Column("last", String(200), nullable=True))
    name = column("full_name", String)
    users = table("users", name, column("first"), column("last"))
    find = func.instr if op.get_bind().dialect.name == "sqlite" else func.strpos
    space = find(name + " ", " ")
    op.execute(users.update().values(first=func.substr(name, 1, space - 1), last=func.substr(name, space + 1)))
