"""The ISBN is read as a number, and loses its first 0.

Caught by: test_the_book_with_this_isbn

Stands in place.
"""


@router.get("/books/{isbn}", response_model=BookOut)
async def read_book(isbn: int, session: RequestSession) -> Book:
    book = await session.scalar(select(Book).where(Book.isbn == str(isbn)))
    if book is None:
        raise HTTPException(404)
    return book
