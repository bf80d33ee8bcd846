"""Cuts the ISBN to the 20 characters of the column, so a longer one finds the book that it begins with.

Caught by: test_no_such_book_is_a_404

Stands in place.
"""

@router.get("/books/{isbn}", response_model=BookOut)
async def read_book(isbn: str, session: RequestSession) -> Book:
    book = await session.scalar(select(Book).where(Book.isbn == isbn[:20]))
    if book is None:
        raise HTTPException(404, "there is no such book")
    return book
