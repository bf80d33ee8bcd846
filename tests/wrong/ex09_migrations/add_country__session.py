"""Goes through the ORM, and touches the models.

Caught by: test_country_without_the_models
"""

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from workbook.bookshop import User


def add_country(op):
    op.add_column("users", Column("country", String(2)))
    with Session(op.get_bind()) as session:
        if session.scalars(select(User.id).limit(1)).first() is not None:
            session.execute(text("UPDATE users SET country = 'PT'"))
        session.flush()
    with op.batch_alter_table("users") as users:
        users.alter_column("country", nullable=False)
