"""The answer is text.

Caught by: test_the_book_with_this_isbn

Stands in place.
"""

from fastapi.responses import PlainTextResponse


from typing import Any


@router.get("/books/{isbn}", response_class=PlainTextResponse)
async def read_book(isbn: str, session: RequestSession) -> Any:
    book = await session.scalar(select(Book).where(Book.isbn == isbn))
    if book is None:
        raise HTTPException(404)
    return f"{book.title}, {book.price}"
