"""In a batch."""

def rename_title(op):
    with op.batch_alter_table("books") as books:
        books.alter_column("title", new_column_name="name")
