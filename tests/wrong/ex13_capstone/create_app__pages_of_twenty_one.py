"""A page for which no size was said has one book more than twenty.

Caught by: test_books_in_pages
"""


@router.get("/books")
async def get_books(
    make_session: MakeSession, q: str = "", after: str = "", size: Annotated[int, Query(ge=1, le=100)] = 21
) -> Page:
    return await services.books_page(make_session, q, after, size)
