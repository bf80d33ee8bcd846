"""The answer lacks price and stock.

Caught by: test_the_book_with_this_isbn

Stands in place.
"""

from typing import Any


@router.get("/books/{isbn}")
async def read_book(isbn: str, session: RequestSession) -> Any:
    book = await session.scalar(select(Book).where(Book.isbn == isbn))
    if book is None:
        raise HTTPException(404)
    return {"isbn": book.isbn, "title": book.title}
