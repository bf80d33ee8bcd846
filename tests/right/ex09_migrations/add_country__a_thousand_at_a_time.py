"""A thousand rows at a time, by their ids, and table() for the statement."""

from sqlalchemy import column, func, select, table


def add_country(op):
    users = table("users", column("id"), column("country"))
    op.add_column("users", Column("country", String(2)))
    connection = op.get_bind()
    last = connection.scalar(select(func.max(users.c.id))) or 0
    for start in range(0, last + 1, 1000):
        some = users.c.id.between(start, start + 999)
        connection.execute(users.update().where(some).values(country="PT"))
    with op.batch_alter_table("users") as batch:
        batch.alter_column("country", nullable=False)
