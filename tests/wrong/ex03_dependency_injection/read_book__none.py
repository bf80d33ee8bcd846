"""None is returned for a book that is not there: a 500.

Caught by: test_no_such_book_is_a_404

Stands in place.
"""

from typing import Any


@router.get("/books/{isbn}", response_model=BookOut)
async def read_book(isbn: str, session: RequestSession) -> Any:
    return await session.scalar(select(Book).where(Book.isbn == isbn))
