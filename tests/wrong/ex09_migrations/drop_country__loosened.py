"""Only lets the column be NULL.

Caught by: test_without_country, test_country_there_and_back
"""

def drop_country(op):
    with op.batch_alter_table("users") as users:
        users.alter_column("country", nullable=True)
