"""The ISBN becomes SQL.

Caught by: test_no_such_book_is_a_404

Stands in place.
"""

from sqlalchemy import text


@router.get("/books/{isbn}", response_model=BookOut)
async def read_book(isbn: str, session: RequestSession) -> Book:
    book = await session.scalar(select(Book).where(text(f"isbn = '{isbn}'")))
    if book is None:
        raise HTTPException(404)
    return book
