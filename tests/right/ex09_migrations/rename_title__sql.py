"""In SQL, which is the same on both."""

def rename_title(op):
    op.execute("ALTER TABLE books RENAME COLUMN title TO name")
