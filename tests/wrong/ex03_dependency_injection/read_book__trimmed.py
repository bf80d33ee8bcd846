"""Takes the spaces off the ISBN.  Stands in place.

Caught by: test_no_such_book_is_a_404
"""


@router.get("/books/{isbn}", response_model=BookOut)
async def read_book(isbn: str, session: RequestSession) -> Book:
    book = await session.scalar(select(Book).where(Book.isbn == isbn.strip()))
    if book is None:
        raise HTTPException(404, "there is no such book")
    return book
