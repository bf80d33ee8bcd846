"""`after` is the number of a row: one book more in front, and a book comes twice.

Caught by: test_books_while_others_come_and_go
"""

async def books_page(make_session: MakeSession, q: str, after: str, size: int) -> Page:
    start = int(after or 0)
    async with make_session() as session:
        found = select(Book).where(Book.title.icontains(q, autoescape=True)).order_by(Book.isbn)
        books = list(await session.scalars(found.offset(start).limit(size + 1)))
    page = Page.of(books, size)
    page.next = str(start + size) if page.next else None
    return page
