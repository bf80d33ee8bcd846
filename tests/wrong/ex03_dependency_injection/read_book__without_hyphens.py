"""Takes the hyphens out of the ISBN.

Caught by: test_the_book_with_this_isbn

Stands in place.
"""


@router.get("/books/{isbn}", response_model=BookOut)
async def read_book(isbn: str, session: RequestSession) -> Book:
    book = await session.scalar(select(Book).where(Book.isbn == isbn.replace("-", "").strip()))
    if book is None:
        raise HTTPException(404, "there is no such book")
    return book
