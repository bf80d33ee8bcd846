"""A synchronous Session in `async def` blocks the event loop at every statement.

Caught by: test_nothing_blocks_the_event_loop

Stands in place.
"""

from sqlalchemy import create_engine
from sqlalchemy.orm import Session

engines = {}


def engine_for(request: Request):
    url = request.app.state.make_session.kw["bind"].url
    drivers = {"sqlite": "sqlite", "postgresql": "postgresql+psycopg"}
    if url not in engines:
        try:
            engines[url] = create_engine(url.set(drivername=drivers[url.get_backend_name()]))
        except ModuleNotFoundError:  # psycopg is no part of the workbook; any synchronous engine blocks
            engines[url] = create_engine("sqlite://")
    return engines[url]


@router.get("/books/{isbn}", response_model=BookOut)
async def read_book(isbn: str, request: Request):
    with Session(engine_for(request)) as session:
        book = session.scalar(select(Book).where(Book.isbn == isbn))
    if book is None:
        raise HTTPException(404)
    return book
