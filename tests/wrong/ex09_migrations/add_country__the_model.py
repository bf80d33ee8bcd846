"""Asks the model what the table is called.

Caught by: test_country_without_the_models
"""

from workbook.bookshop import User


def add_country(op):
    with op.batch_alter_table(User.__table__.name) as users:
        users.add_column(Column("country", String(2), nullable=False, server_default="PT"))
    with op.batch_alter_table(User.__table__.name) as users:
        users.alter_column("country", server_default=None)
