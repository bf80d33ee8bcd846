"""Reads the ids, and changes five hundred at a time."""

from sqlalchemy import bindparam, text


def add_country(op):
    op.add_column("users", Column("country", String(2)))
    connection = op.get_bind()
    ids = connection.scalars(text("SELECT id FROM users ORDER BY id")).all()
    some = text("UPDATE users SET country = 'PT' WHERE id IN :ids").bindparams(bindparam("ids", expanding=True))
    for start in range(0, len(ids), 500):
        connection.execute(some, {"ids": ids[start : start + 500]})
    with op.batch_alter_table("users") as batch:
        batch.alter_column("country", nullable=False)
