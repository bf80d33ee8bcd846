"""A book that is sold out is not found.

Caught by: test_the_book_with_this_isbn

Stands in place.
"""


@router.get("/books/{isbn}", response_model=BookOut)
async def read_book(isbn: str, session: RequestSession) -> Book:
    book = await session.scalar(select(Book).where(Book.isbn == isbn, Book.stock > 0))
    if book is None:
        raise HTTPException(404)
    return book
