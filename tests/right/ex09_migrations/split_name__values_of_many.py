"""Split in Python, and sent five hundred rows at a time in one UPDATE … FROM."""

from sqlalchemy import Integer, column, select, table, values


def split_name(op):
    op.add_column("users", Column("first", String(200)))
    op.add_column("users", Column("last", String(200)))
    users = table("users", column("id", Integer), column("full_name", String), column("first"), column("last"))
    connection = op.get_bind()
    rows = [(row.id, *row.full_name.partition(" ")[::2]) for row in connection.execute(select(users.c.id, users.c.full_name))]
    for start in range(0, len(rows), 500):
        given = values(column("id", Integer), column("first", String), column("last", String), name="given")
        some = given.data(rows[start : start + 500]).cte()
        changed = users.update().where(users.c.id == some.c.id)
        connection.execute(changed.values(first=some.c.first, last=some.c.last))
