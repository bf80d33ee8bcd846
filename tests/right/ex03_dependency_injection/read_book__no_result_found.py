"""`scalar_one()`, and its exception becomes the 404.

Stands in place.
"""

from sqlalchemy.exc import NoResultFound


@router.get("/books/{isbn}", response_model=BookOut)
async def read_book(isbn: str, session: RequestSession):
    try:
        return (await session.execute(select(Book).where(Book.isbn == isbn))).scalar_one()
    except NoResultFound:
        raise HTTPException(404) from None
