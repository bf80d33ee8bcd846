"""SQL by hand, and the schema made from the row.

Stands in place.
"""

from sqlalchemy import text


@router.get("/books/{isbn}")
async def read_book(isbn: str, session: RequestSession) -> BookOut:
    row = await session.execute(text("SELECT isbn, title, price, stock FROM books WHERE isbn = :isbn"), {"isbn": isbn})
    book = row.one_or_none()
    if book is None:
        raise HTTPException(404, f"no book {isbn}")
    return BookOut.model_validate(book)
