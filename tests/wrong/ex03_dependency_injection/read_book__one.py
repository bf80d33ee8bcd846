"""`scalar_one()` raises, and the client sees a 500.

Caught by: test_no_such_book_is_a_404

Stands in place.
"""

from typing import Any


@router.get("/books/{isbn}", response_model=BookOut)
async def read_book(isbn: str, session: RequestSession) -> Any:
    return (await session.execute(select(Book).where(Book.isbn == isbn))).scalar_one()
