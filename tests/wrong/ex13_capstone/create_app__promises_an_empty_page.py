"""A page that is full has a next one, also when nothing is behind it.

Caught by: test_books_in_pages
"""

class Page(BaseModel):
    """Some books, and where to go on."""

    books: list[BookOut]
    next: str | None

    @classmethod
    def of(cls, books: list[Book], size: int) -> Self:
        shown = [BookOut.model_validate(book) for book in books[:size]]
        return cls(books=shown, next=shown[-1].isbn if len(shown) == size else None)
