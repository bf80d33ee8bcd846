"""A thousand ids at a time: no lock is held for long where each could be committed."""

from sqlalchemy import text


def split_name(op):
    op.add_column("users", Column("first", String(200)))
    op.add_column("users", Column("last", String(200)))
    connection = op.get_bind()
    last = connection.scalar(text("SELECT max(id) FROM users")) or 0
    some = text(SPLIT[connection.dialect.name] + " WHERE id BETWEEN :start AND :end")
    for start in range(0, last + 1, 1000):
        connection.execute(some, {"start": start, "end": start + 999})
