"""In SQL."""

def drop_country(op):
    op.execute("ALTER TABLE users DROP COLUMN country")
