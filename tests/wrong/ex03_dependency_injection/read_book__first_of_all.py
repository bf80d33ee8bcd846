"""The first book is taken for the one that was asked for.

Caught by: test_the_book_with_this_isbn

Stands in place.
"""

from typing import Any


@router.get("/books/{isbn}", response_model=BookOut)
async def read_book(isbn: str, session: RequestSession) -> Any:
    book = await session.scalar(select(Book))
    if book is None:
        raise HTTPException(404)
    return book
