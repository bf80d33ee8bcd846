"""Without regard to case."""


async def search_books(session, text):

    found = select(Book).where(Book.title.icontains(text, autoescape=True)).order_by(Book.title)
    return [book.title for book in await session.scalars(found)]
