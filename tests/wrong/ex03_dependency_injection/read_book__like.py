"""A pattern, where the ISBN is asked for: `_` stands for any character.

Caught by: test_no_such_book_is_a_404

Stands in place.
"""

@router.get("/books/{isbn}", response_model=BookOut)
async def read_book(isbn: str, session: RequestSession) -> Book:
    book = await session.scalar(select(Book).where(Book.isbn.like(isbn)))
    if book is None:
        raise HTTPException(404)
    return book
