"""An answer is kept from one request to the next.

Caught by: test_the_book_as_it_is_now

Stands in place.
"""


kept: dict[str, Book] = {}


@router.get("/books/{isbn}", response_model=BookOut)
async def read_book(isbn: str, session: RequestSession) -> Book:
    book = kept.get(isbn) or await session.scalar(select(Book).where(Book.isbn == isbn))
    if book is None:
        raise HTTPException(404)
    kept[isbn] = book
    return book
